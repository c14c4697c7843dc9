/** Radio buttons with their texts: one question, one answer. */
import { h } from '../base/dom';
import { freshId } from '../base/registry';
import { inline } from '../base/inline';

export interface Choices {
  element: HTMLElement;
  /** Number of the chosen option; -1 for none. */
  chosen(): number;
  choose(option: number): void;
  lock(): void;
}

export function choices(prompt: string, options: string[]): Choices {
  const name = freshId();
  const boxes = options.map(() => h('input', { type: 'radio', name }));
  const labels = options.map((text, place) =>
    h('label', {}, boxes[place], h('span', {}, ...inline(text))),
  );
  const legend = h('legend', {}, ...inline(prompt));
  return {
    element: h('fieldset', {}, legend, ...labels),
    chosen: () => boxes.findIndex((box) => box.checked),
    choose(option) {
      if (boxes[option]) boxes[option].checked = true;
    },
    lock: () => boxes.forEach((box) => (box.disabled = true)),
  };
}
