/** Multiple-choice questions: each answer hears what is right or wrong about it. */
import { own } from '../contract/own';
import type { Host, PanelModel } from '../contract/declaration';
import { h, setAttribute, setText } from '../base/dom';
import type { Question, QuestionsCard } from '../contract/card';
import { keep, type CardPart } from './answers';
import { choices } from './choices';
import { inline } from '../base/inline';

/** For each question's key the options chosen, in order. */
type Tries = Record<string, number[]>;

export function questionsPart(card: QuestionsCard, model: PanelModel, host: Host): CardPart {
  const tries = () => model.get('answers') as Tries;
  const parts = card.questions.map((question) => questionPart(question, tries, model, host));
  const score = h('p', { class: 'clv-score', role: 'status' });
  const body = parts.map((part) => part.element);
  return {
    element: h('div', { class: 'clv-questions' }, ...body, score),
    update() {
      parts.forEach((part) => part.update());
      score.replaceChildren(...inline(scored(card, tries())));
    },
  };
}

function questionPart(
  question: Question,
  tries: () => Tries,
  model: PanelModel,
  host: Host,
): CardPart {
  const { key, prompt, options } = question;
  const asked = choices(
    prompt,
    options.map((option) => option.text),
  );
  const said = h('p', { class: 'clv-verdict', role: 'status' });
  const answer = (event: Event) => {
    event.preventDefault();
    const chosen = asked.chosen();
    if (chosen < 0) setText(said, 'Choose an answer first.');
    else keep(model, host, key, [...(own(tries(), key) ?? []), chosen]);
  };
  const button = h('button', { type: 'submit', class: 'clv-button' }, 'Check');
  return {
    element: h('form', { onsubmit: answer }, asked.element, h('div', {}, button, said)),
    update() {
      const last = (own(tries(), key) ?? []).at(-1);
      const option = last === undefined ? undefined : options[last];
      setAttribute(said, 'data-verdict', option && (option.right ? 'right' : 'wrong'));
      if (!option) return said.replaceChildren();
      asked.choose(last!);
      const mark = option.right ? '✓ ' : '✗ ';
      said.replaceChildren(mark, ...inline(option.feedback));
    },
  };
}

/** How many were right at the first try, once all are answered. */
function scored(card: QuestionsCard, tries: Tries): string {
  const first = card.questions.map(({ key, options }) => options[own(tries, key)?.[0] ?? -1]);
  if (first.some((option) => option === undefined)) return '';
  const right = first.filter((option) => option.right).length;
  const says = card.scores.find((score) => right >= score.at_least)?.says ?? '';
  const missed = card.questions.filter((_, place) => !first[place].right);
  const read = [...new Set(missed.flatMap((question) => question.read ?? []))].sort();
  const mends = read.length > 0 ? ` What you missed is in ${read.join('; ')}.` : '';
  return `${right} of ${first.length} right at the first try. ${says}${mends}`;
}
