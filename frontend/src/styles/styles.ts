/** Puts the panel's style sheets where the panel stands: once per document or shadow root. */
import card from '../course/card.css';
import fields from '../panel/fields.css';
import media from '../panel/media.css';
import panel from '../panel/panel.css';
import results from '../panel/results.css';
import selection from '../panel/selection.css';

const MARK = 'data-clvwidgets-style';

/** Puts them there, or those of this version in the place of another's. */
export function putStyles(el: HTMLElement): void {
  const css = [panel, fields, results, selection, card, media].join('\n');
  const root = el.getRootNode();
  // An element that is not in the page yet will be: nearly always in the document.
  const home = root instanceof ShadowRoot ? root : document.head;
  const present = home.querySelector(`style[${MARK}]`);
  if (present?.textContent === css) return;
  const style = present ?? document.createElement('style');
  style.setAttribute(MARK, '');
  style.textContent = css;
  home.append(style);
}
