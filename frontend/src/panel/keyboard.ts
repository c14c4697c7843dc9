/** Keys of the whole panel. */
import { isTyping, keepFromNotebook } from '../base/keyboard';
import type { Session } from './session/session';

/** Ctrl+Z and Ctrl+Shift+Z step back and forth. The answer stops watching. */
export function watchShortcuts(panel: HTMLElement, session: Session): () => void {
  panel.addEventListener('keydown', (event) => {
    const step = stepOf(event);
    if (step === null || isTyping(event)) return;
    event.preventDefault();
    session.step(step);
  });
  return keepFromNotebook(panel, (event) => stepOf(event) === null);
}

/** Where Ctrl+Z and Ctrl+Shift+Z lead; null for any other key. */
function stepOf(event: KeyboardEvent): 1 | -1 | null {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return null;
  return event.shiftKey ? 1 : -1;
}
