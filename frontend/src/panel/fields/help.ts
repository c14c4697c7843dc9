/** What a field of any kind offers, and the line of help below it. */
import type { Value } from '../../contract/declaration';
import { h } from '../../base/dom';
import { freshId } from '../../base/registry';

/** One field: shows a value, and can be out of use for a reason. */
export interface FieldPart {
  element: HTMLElement;
  show(value: Value): void;
  disable(reason: string): void;
}

/** The line below a field: what it means, and why it cannot be used now. */
export function helpLine(text: string): { element: HTMLElement; tell(reason: string): void } {
  const reason = h('span', { class: 'clv-reason' });
  const element = h('p', { class: 'clv-help', id: freshId() }, text, reason);
  return {
    element,
    tell: (why) => (reason.textContent = why && text ? ` ${why}` : why),
  };
}
