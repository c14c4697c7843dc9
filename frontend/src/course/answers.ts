/** What the parts of a card share: its answers, and how a result is shown. */
import type { Host, PanelModel } from '../contract/declaration';

/** Shows a panel in an element; handed over, since the course stands beside the panel. */
export type Mount = (el: HTMLElement, model: PanelModel, host: Host) => () => void;

/** One of the two kinds: it shows what the model's `answers` say. */
export interface CardPart {
  element: HTMLElement;
  update(): void;
  dispose?(): void;
}

/** Keeps an answer, and tells Python if Python listens. */
export function keep(model: PanelModel, host: Host, key: string, answer: unknown): void {
  model.set('answers', { ...model.get('answers'), [key]: answer });
  if (!host.kernelIsAway()) model.save_changes();
}
