/** Keeping keys from the notebook around an element. */

/** JupyterLab's mark of an element whose keys are none of its shortcuts. */
export const NO_SHORTCUTS = 'data-lm-suppress-shortcuts';

/**
 * Keeps keys in an element that the notebook around it would take: an arrow for "next cell", "d d"
 * for "delete it". Its commands with Ctrl, and Shift+Enter, still work, unless the element uses them.
 * JupyterLab looks when the element has had the key, Jupyter Notebook before: so the mark that both
 * heed is set while the key comes in, on what has the focus, since that is what they look at first.
 * The answer stops watching.
 */
export function keepFromNotebook(
  element: HTMLElement,
  mayPass: (event: KeyboardEvent) => boolean = () => true,
): () => void {
  const isForNotebook = (event: KeyboardEvent) => isCommand(event) && mayPass(event);
  const mark = (event: KeyboardEvent) => {
    if (!event.composedPath().includes(element)) return;
    (event.target as HTMLElement).toggleAttribute(NO_SHORTCUTS, !isForNotebook(event));
  };
  window.addEventListener('keydown', mark, true);
  element.addEventListener('keydown', (event) => {
    if (!isForNotebook(event)) event.stopPropagation();
  });
  return () => window.removeEventListener('keydown', mark, true);
}

function isCommand(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || (event.shiftKey && event.key === 'Enter');
}

/** Half-typed text has an undo of its own. */
export function isTyping(event: KeyboardEvent): boolean {
  const box = event.target as HTMLInputElement;
  return box.matches('input[type=text]') && box.value !== box.dataset.shown;
}
