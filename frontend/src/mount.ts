/** What hosts call: shows a panel or a lesson's card in an element. */
import type { Host, PanelModel } from './contract/declaration';
import { mountCard } from './course/card';
import { showPanel } from './panel/panel';
import { putStyles } from './styles/styles';

/** The answer takes away what was shown and leaves nothing behind. */
export function mountPanel(el: HTMLElement, model: PanelModel, host: Host): () => void {
  putStyles(el);
  // Some front ends hand over an element that only then moves into a shadow root.
  requestAnimationFrame(() => putStyles(el));
  el.classList.add('clv-host');
  const dispose = model.get('declaration').card
    ? mountCard(el, model, host, mountPanel)
    : showPanel(el, model, host);
  return () => {
    dispose();
    el.classList.remove('clv-host');
  };
}
