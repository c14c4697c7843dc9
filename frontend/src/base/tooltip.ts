/** The box that follows the pointer over a chart. Names from data are text in it, never markup. */
import { h } from './dom';

export interface Tooltip {
  element: HTMLElement;
  /** Vega's tooltip handler. */
  handler(owner: unknown, event: MouseEvent, item: unknown, value: unknown): void;
}

export function makeTooltip(panel: HTMLElement): Tooltip {
  const element = h('div', { class: 'clv-tooltip', role: 'tooltip', hidden: true });
  return {
    element,
    handler(_owner, event, _item, value) {
      element.hidden = value === null || value === undefined || value === '';
      if (element.hidden) return;
      element.replaceChildren(...content(value));
      place(element, panel, event);
    },
  };
}

function content(value: unknown): Node[] {
  if (typeof value !== 'object') return [document.createTextNode(String(value))];
  return Object.entries(value as object)
    .filter(([, said]) => said !== undefined)
    .map(([name, said]) =>
      h(
        'div',
        {},
        h('span', {}, name),
        h('span', {}, typeof said === 'object' ? JSON.stringify(said) : String(said)),
      ),
    );
}

/** Beside the pointer, inside the panel: outside it would be cut off or make the page scroll. */
function place(element: HTMLElement, panel: HTMLElement, event: MouseEvent): void {
  const frame = panel.getBoundingClientRect();
  const x = event.clientX - frame.left;
  const y = event.clientY - frame.top;
  const { offsetWidth: width, offsetHeight: height } = element;
  const left = x + 12 + width > frame.width ? x - 12 - width : x + 12;
  const top = y + 12 + height > frame.height ? y - 12 - height : y + 12;
  element.style.left = `${Math.max(4, left)}px`;
  element.style.top = `${Math.max(4, top)}px`;
}
