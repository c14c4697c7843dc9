/** Keeps the reader's place while a panel is made anew. */

/** By then the new chart stands where the old one stood. */
const DRAWN_MS = 1000;

/** What has the focus keeps it, and the page its height until the chart is drawn again. */
export function keepPlace(el: HTMLElement, makeAnew: () => void): void {
  const reach = () => [...el.querySelectorAll<HTMLElement>('button, input, select, [tabindex]')];
  const { activeElement } = el.getRootNode() as Document | ShadowRoot;
  const at = reach().indexOf(activeElement as HTMLElement);
  el.style.minHeight = `${el.offsetHeight}px`;
  makeAnew();
  reach()[at]?.focus();
  setTimeout(() => (el.style.minHeight = ''), DRAWN_MS);
}
