/** Keys of the whole panel, and keeping them from the notebook around it. */
import type { Session } from './session';

/** Ctrl+Z and Ctrl+Shift+Z step back and forth; the element owns the listener. */
export function watchShortcuts(panel: HTMLElement, session: Session): void {
  panel.addEventListener('keydown', (event) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const step = isCommand && event.key.toLowerCase() === 'z' ? (event.shiftKey ? 1 : -1) : null;
    if (step !== null && !isTyping(event)) {
      event.preventDefault();
      session.step(step);
    }
    // JupyterLab would take an arrow for "next cell" and "d d" for "delete it". Its commands with
    // Ctrl, and Shift+Enter, still work.
    const isForNotebook = (isCommand && step === null) || (event.shiftKey && event.key === 'Enter');
    if (!isForNotebook) event.stopPropagation();
  });
}

/** Half-typed text has an undo of its own. */
function isTyping(event: KeyboardEvent): boolean {
  const box = event.target as HTMLInputElement;
  return box.matches('input[type=text]') && box.value !== box.dataset.shown;
}
