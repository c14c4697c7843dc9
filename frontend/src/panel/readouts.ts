/** The headline: at most three numbers, each with its change against the pinned scenario. */
import type { Output } from '../contract/declaration';
import { h, setAttribute, setText } from '../base/dom';
import type { Numbers } from '../base/format';
import { any, type Context, type Part } from './part';
import type { Changed } from './session/session';

const MOST = 3;
/** A screen reader hears the numbers once they rest, not at each step of a slider. */
const REST_MS = 500;

interface Difference {
  text: string;
  tone: 'good' | 'bad' | 'even';
}

/** Says in words and with an arrow how a number compares with the pinned scenario's. */
export function difference(
  now: number,
  pinned: number,
  { format, better }: Output,
  numbers: Numbers,
): Difference {
  const apart = now - pinned;
  const shown = numbers.text(now, format);
  const before = numbers.text(pinned, format);
  if (shown === before) return { text: 'as pinned', tone: 'even' };
  const isUp = now > pinned;
  const isGood = better && (better === 'higher') === isUp;
  const tone = better ? (isGood ? 'good' : 'bad') : 'even';
  if (!Number.isFinite(apart)) return { text: `pinned: ${before}`, tone: better ? tone : 'even' };
  const word = better ? (isGood ? 'better' : 'worse') : isUp ? 'more' : 'less';
  const size = numbers.distance(apart, format);
  return { text: `${isUp ? '▲' : '▼'} ${size} ${word} than pinned`, tone };
}

export function readoutsPart({ session, numbers, answers }: Context): Part {
  const { outputs, headline } = session.declaration;
  const shown = headline.flatMap((name) => outputs.filter((output) => output.name === name));
  const rows = shown.slice(0, MOST).map((output) => makeReadout(output));
  const announcer = h('p', { class: 'clv-aside', role: 'status' });
  const element = h('div', { class: 'clv-readouts' }, ...rows.map((row) => row.element), announcer);
  let resting: ReturnType<typeof setTimeout> | undefined;
  let said = false;

  const announce = () => {
    const texts = rows.map((row) => row.text());
    // The first numbers are read with the panel: only changes are news.
    if (said) setText(announcer, texts.join('; '));
    said = true;
  };
  const update = (changed: Changed) => {
    const { now, pinned } = answers;
    if (!now || !any(changed, 'values', 'pinned')) return;
    for (const row of rows) {
      const { name } = row.output;
      row.show(
        numbers.text(now[name], row.output.format),
        pinned && difference(now[name], pinned[name], row.output, numbers),
      );
    }
    clearTimeout(resting);
    resting = setTimeout(announce, REST_MS);
  };
  return { element, update, dispose: () => clearTimeout(resting) };
}

function makeReadout(output: Output) {
  const label = h('span', { class: 'clv-readout-label' }, output.label);
  const number = h('output', {
    class: 'clv-number',
    'aria-live': 'off',
    'aria-label': output.label,
  });
  const change = h('span', { class: 'clv-change' });
  setText(number, '…');
  return {
    output,
    element: h('div', { class: 'clv-readout' }, label, number, change),
    text: () => [output.label, number.textContent, change.textContent].filter(Boolean).join(' '),
    show(text: string, against: Difference | null) {
      setText(number, text);
      setText(change, against?.text ?? '');
      setAttribute(change, 'data-tone', against?.tone);
    },
  };
}
