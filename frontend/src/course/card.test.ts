import { expect, test, vi } from 'vitest';
import type { Host, PanelModel } from '../contract/declaration';
import { stubModel } from '../contract/stub';
import { ENGLISH } from '../panel/testing';
import type { Card, QuestionsCard } from '../contract/card';
import { mountCard } from './card';
import { inline } from '../base/inline';
import { withLine } from './mark';

const LOST: Host = {
  kind: 'saved',
  kernelIsAway: () => true,
  onKernelChange: () => () => {},
  loadVega: () => new Promise(() => {}),
};

const QUESTIONS: QuestionsCard = {
  kind: 'questions',
  heading: 'Quiz',
  questions: ['one', 'two'].map((key) => ({
    key,
    prompt: `**${key}**?`,
    options: [
      { text: 'wrong', feedback: 'That is `revenue`.', right: false },
      { text: 'right', feedback: 'Yes.', right: true },
    ],
    read: [`0${key.length} · ${key}`],
  })),
  scores: [
    { at_least: 2, says: 'Start at 12.' },
    { at_least: 0, says: 'Start at 01.' },
  ],
};

const PREDICTION: Card = {
  kind: 'prediction',
  heading: 'Predict',
  key: 'left',
  prompt: 'How many?',
  low: 0,
  high: 1000,
  step: 10,
  unit: 'people',
  options: [],
  answer: 358,
  reveal: 'It is **358**.',
  mark: 'y',
  table: null,
};

test('rows are locked with the result, and are text', () => {
  const table = { columns: ['', 'worth'], rows: [['<b>loyal</b>', '2,000']], labels: 1 };
  const { el, leave } = show(modelOf({ ...PREDICTION, table }));
  expect(el.querySelector('table')).toBeNull();
  leave();
  const known = show(modelOf({ ...PREDICTION, table }, { answers: { left: 10 } }));
  expect(known.el.querySelector('tbody th')!.textContent).toBe('<b>loyal</b>');
  expect(known.el.querySelector('td.clv-figure')!.textContent).toBe('2,000');
  known.leave();
});

function modelOf(card: Card, values: Record<string, unknown> = {}): PanelModel {
  const json: any = {
    declaration: { version: 1, number_format: ENGLISH, card },
    values: { answers: {}, ...values },
  };
  return stubModel(json);
}

function show(model: PanelModel, mount = vi.fn(() => () => {}), host = LOST) {
  const el = document.createElement('div');
  document.body.append(el);
  return { el, mount, leave: mountCard(el, model, host, mount) };
}

function answer(el: HTMLElement, question: number, option: number): void {
  const form = el.querySelectorAll('form')[question]!;
  form.querySelectorAll('input')[option]!.checked = true;
  form.requestSubmit();
}

test('each answer hears its own feedback, and the first tries make the score', () => {
  const { el, leave } = show(modelOf(QUESTIONS));
  const said = () => [...el.querySelectorAll('.clv-verdict')].map((note) => note.textContent);
  answer(el, 0, 0);
  expect(said()).toEqual(['✗ That is revenue.', '']);
  answer(el, 0, 1);
  expect(el.querySelector('.clv-score')!.textContent).toBe('');
  answer(el, 1, 1);
  expect(said()).toEqual(['✓ Yes.', '✓ Yes.']);
  expect(el.querySelector('.clv-score')!.textContent).toBe(
    '1 of 2 right at the first try. Start at 01. What you missed is in 03 · one.',
  );
  leave();
  expect(el.childElementCount).toBe(0);
});

test('on a page a card has a heading of that page, and what it reveals has no kernel', () => {
  document.body.innerHTML = '<h1>A notebook</h1>';
  const panel = { declaration: { version: 1, views: [] }, values: {} };
  const model = modelOf(PREDICTION, { panel, answers: { left: 400 } });
  const { el, mount } = show(model, undefined, { ...LOST, kind: 'page' });
  expect(el.querySelector('.clv-title')!.tagName).toBe('H2');
  const [, , host] = mount.mock.calls[0] as unknown as [HTMLElement, PanelModel, Host];
  expect(host.kind).toBe('page');
  document.body.replaceChildren();
});

test('without a choice a sentence asks for one, and Python hears nothing', () => {
  const model = modelOf(QUESTIONS);
  const { el } = show(model);
  el.querySelector('form')!.requestSubmit();
  expect(el.querySelector('.clv-verdict')!.textContent).toBe('Choose an answer first.');
  expect(model.get('answers')).toEqual({});
});

test('answers that are there already are shown', () => {
  const { el } = show(modelOf(QUESTIONS, { answers: { one: [0] } }));
  expect(el.querySelectorAll('input')[0]!.checked).toBe(true);
  expect(el.textContent).toContain('✗ That is revenue.');
});

test('Python hears an answer while it listens, and nobody calls a kernel that is away', () => {
  const model = modelOf(QUESTIONS);
  const saved = vi.spyOn(model, 'save_changes');
  answer(show(model).el, 0, 1);
  expect(saved).not.toHaveBeenCalled();
  answer(show(model, undefined, { ...LOST, kernelIsAway: () => false }).el, 0, 1);
  expect(saved).toHaveBeenCalledOnce();
});

test('the result stays locked until a guess is committed, then shows the guess', () => {
  const chart = { kind: 'chart', id: 'c', label: 'Chart', spec: { mark: 'line' } };
  const panel = { declaration: { version: 1, views: [chart] }, values: {} };
  const model = modelOf(PREDICTION, { panel });
  const { el, mount } = show(model);
  const form = el.querySelector('form')!;
  form.requestSubmit();
  expect(el.textContent).toContain('type a number between 0 and 1,000 first');
  expect(el.textContent).not.toContain('358');
  expect(mount).not.toHaveBeenCalled();

  const box = el.querySelector<HTMLInputElement>('[role=spinbutton]')!;
  box.value = '500';
  form.requestSubmit();
  expect(model.get('answers')).toEqual({ left: 500 });
  expect(el.querySelector('.clv-reveal')!.textContent).toContain('Your guess: 500 people.');
  expect(el.querySelector('.clv-reveal')!.textContent).toContain('It is 358.');
  expect(box.disabled).toBe(true);
  const [, shown] = mount.mock.calls[0] as unknown as [HTMLElement, PanelModel];
  expect(JSON.stringify(shown.get('declaration').views[0].spec)).toContain('"datum":500');
});

test("a live panel is the kernel's own, and a lost one is a sentence", async () => {
  const live: any = modelOf(PREDICTION, { panel_id: 'abc', answers: { left: 0 } });
  const panel = modelOf(QUESTIONS);
  live.widget_manager = { get_model: vi.fn(async () => panel) };
  const { mount } = show(live);
  await vi.waitFor(() => expect(mount).toHaveBeenCalledOnce());
  live.widget_manager = { get_model: () => Promise.reject(new Error('gone')) };
  const { el } = show(live);
  await vi.waitFor(() => expect(el.textContent).toContain('Run the cell again'));
});

test('keys stay in the card, but running a cell is left to the notebook', () => {
  const heard = vi.fn();
  const { el } = show(modelOf(QUESTIONS));
  el.addEventListener('keydown', heard);
  const press = (init: KeyboardEventInit) =>
    el
      .querySelector('input')!
      .dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }));
  press({ key: 'ArrowDown' });
  expect(heard).not.toHaveBeenCalled();
  press({ key: 'Enter', shiftKey: true });
  expect(heard).toHaveBeenCalledOnce();
});

test('a line is drawn over a single chart and over layers, once; other charts stay', () => {
  const data = { url: 'x' };
  const single = withLine(
    { data, mark: 'line', encoding: { y: 1 }, params: [{ name: 'a' }] },
    5,
    'y',
  );
  expect(single).toMatchObject({ data, params: [{ name: 'a' }] });
  expect(single).not.toHaveProperty('mark');
  const [own, rule] = single.layer as any[];
  expect(own).toEqual({ mark: 'line', encoding: { y: 1 }, params: [] });
  expect(rule).toMatchObject({ data: { values: [{}] }, encoding: { y: { datum: 5 } } });
  expect((withLine({ layer: [{}], encoding: { x: 1 } }, 5, 'x').layer as any[]).length).toBe(5);
  expect(withLine({ hconcat: [] }, 5, 'x')).toEqual({ hconcat: [] });
});

test('marks in texts become elements, and markup stays text', () => {
  const place = document.createElement('p');
  place.append(...inline('**1/churn** of `x`, *so* <b>'));
  expect(place.innerHTML).toBe('<strong>1/churn</strong> of <code>x</code>, <em>so</em> &lt;b&gt;');
});

test('a question whose key every object has is as new as any other', () => {
  const questions = QUESTIONS.questions.map((one) => ({ ...one, key: 'constructor' })).slice(1);
  const { el, leave } = show(modelOf({ ...QUESTIONS, questions }));
  expect(el.querySelector('.clv-score')!.textContent).toBe('');
  answer(el, 0, 1);
  expect(el.querySelector('.clv-verdict')!.textContent).toBe('✓ Yes.');
  leave();
});
