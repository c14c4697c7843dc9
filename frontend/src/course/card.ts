/** A lesson's card: multiple-choice questions, or a guess that unlocks a result. */
import type { Card } from '../contract/card';
import type { Host, PanelModel } from '../contract/declaration';
import { h, setAttribute } from '../base/dom';
import { level } from '../base/heading';
import { keepFromNotebook } from '../base/keyboard';
import { watchTheme } from '../base/theme';
import type { Mount } from './answers';
import { predictionPart } from './prediction';
import { questionsPart } from './questions';

/** A notebook has several predictions: a list of landmarks tells them apart. */
function labelOf(card: Card): string {
  return card.kind === 'prediction' ? `${card.heading}: ${card.prompt}` : card.heading;
}

/** Shows a card; the answer takes it away and leaves nothing behind. */
export function mountCard(
  el: HTMLElement,
  model: PanelModel,
  host: Host,
  mount: Mount,
): () => void {
  const card = model.get('declaration').card as Card;
  const part =
    card.kind === 'questions'
      ? questionsPart(card, model, host)
      : predictionPart(card, model, host, mount);
  const heading = h(level(host), { class: 'clv-title' }, card.heading);
  const element = h(
    'section',
    { class: 'clv-panel clv-card', 'aria-label': labelOf(card) },
    h('div', { class: 'clv-head' }, heading),
    part.element,
  );
  element.addEventListener('keydown', backToCell);
  const release = keepFromNotebook(element);
  const unwatch = watchTheme((theme) => setAttribute(element, 'data-theme', theme));
  const update = () => part.update();
  model.on('change:answers', update);
  update();
  el.append(element);
  return () => {
    model.off('change:answers', update);
    unwatch();
    release();
    part.dispose?.();
    element.remove();
  };
}

/** Escape goes back to the cell, where the arrows are the notebook's again. */
function backToCell(event: KeyboardEvent): void {
  const cell = (event.currentTarget as HTMLElement).closest<HTMLElement>('.jp-Cell');
  if (event.key === 'Escape') cell?.focus();
}
