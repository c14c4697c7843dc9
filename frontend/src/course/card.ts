/** A lesson's card: multiple-choice questions, or a guess that unlocks a result. */
import type { Host, PanelModel } from '../panel/declaration';
import { h, setAttribute } from '../panel/dom';
import { level } from '../panel/header';
import { keepFromNotebook } from '../panel/keyboard';
import { watchTheme } from '../panel/theme';
import { predictionPart } from './prediction';
import { questionsPart } from './questions';

export interface Question {
  key: string;
  prompt: string;
  options: { text: string; feedback: string; right: boolean }[];
}

export interface QuestionsCard {
  kind: 'questions';
  heading: string;
  questions: Question[];
  /** What is said when all are answered; from the highest down. */
  scores: { at_least: number; says: string }[];
}

export interface PredictionCard {
  kind: 'prediction';
  heading: string;
  key: string;
  prompt: string;
  low: number;
  high: number;
  step: number;
  unit: string;
  /** Instead of a slider. */
  options: string[];
  answer: number | string;
  reveal: string;
  /** Axis of the revealed chart on which the guess is drawn. */
  mark: '' | 'x' | 'y';
}

/** What `declaration.card` holds; clvwidgets/course/_questions.py writes it. */
export type Card = QuestionsCard | PredictionCard;

/** Shows a panel in an element; handed over, since the panel knows of cards. */
export type Mount = (el: HTMLElement, model: PanelModel, host: Host) => () => void;

/** A notebook has several predictions: a list of landmarks tells them apart. */
function labelOf(card: Card): string {
  return card.kind === 'prediction' ? `${card.heading}: ${card.prompt}` : card.heading;
}

/** One of the two kinds: it shows what the model's `answers` say. */
export interface CardPart {
  element: HTMLElement;
  update(): void;
  dispose?(): void;
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
    el.classList.remove('clv-host');
  };
}

/** Escape goes back to the cell, where the arrows are the notebook's again. */
function backToCell(event: KeyboardEvent): void {
  const cell = (event.currentTarget as HTMLElement).closest<HTMLElement>('.jp-Cell');
  if (event.key === 'Escape') cell?.focus();
}

/** Keeps an answer, and tells Python if Python listens. */
export function keep(model: PanelModel, host: Host, key: string, answer: unknown): void {
  model.set('answers', { ...model.get('answers'), [key]: answer });
  if (!host.kernelIsAway()) model.save_changes();
}
