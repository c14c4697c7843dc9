// @vitest-environment node
import { expect, test } from 'vitest';
import { headless } from '../vega';
import { Answers } from './session/answers';
import type { Output, SensitivityView } from '../contract/declaration';
import { fill } from './views/explanation_view';
import { Numbers } from '../base/format';
import { asPython } from './python';
import { difference } from './readouts';
import { tabAfter } from './tabs';
import { ENGLISH, declare, margin, openSession } from './testing';
import { elasticities, moved, sensitivityRows } from './views/what_matters';

const numbers = new Numbers(ENGLISH);
const clv: Output = {
  name: 'clv',
  label: 'Value',
  expr: '',
  format: { kind: 'money' },
  better: 'higher',
};

test('a difference says direction and merit in words, not by colour alone', () => {
  const say = (now: number, pinned: number, output = clv) =>
    difference(now, pinned, output, numbers).text;
  expect(say(695, 517)).toBe('▲ €178 better than pinned');
  expect(say(517, 695)).toBe('▼ €178 worse than pinned');
  expect(say(3, 5, { ...clv, better: 'lower' })).toBe('▼ €2 better than pinned');
  expect(say(5, 3, { ...clv, better: undefined })).toBe('▲ €2 more than pinned');
  expect(say(695.2, 695.4)).toBe('as pinned');
  expect(say(Infinity, Infinity)).toBe('as pinned');
  expect(say(Infinity, 3)).toBe('pinned: €3');
});

test('the panel is written as the Python that makes it', () => {
  const python = {
    import: 'from clvwidgets import SubscriptionCLV',
    call: 'SubscriptionCLV',
    fixed: { period: 'month', cap: null, net: true },
  };
  expect(asPython(declare({ python }), { margin: 40, churn: 0.05 })).toBe(
    'from clvwidgets import SubscriptionCLV\n\n' +
      'SubscriptionCLV(margin=40, churn=0.05, period="month", cap=None, net=True)\n',
  );
  expect(asPython(declare(), {})).toBeNull();
});

test('a formula takes labels or numbers, and leaves unknown names alone', () => {
  const known = { clv: '€800' } as Record<string, string>;
  expect(fill('{clv} and {other}', (name) => known[name])).toBe('€800 and {other}');
});

test('sensitivity moves each input within its range, the largest effect first', () => {
  const { session } = openSession({ values: { margin: 40, churn: 0.58 } });
  const answers = new Answers(session);
  answers.start({ headless } as any);
  const view = { of: 'clv', fields: ['margin', 'churn'], shift: 0.1 } as SensitivityView;
  const rows = sensitivityRows({ session, numbers, answers }, view);
  expect(rows.map((row) => row.label)).toEqual([
    'Margin per month\n€36 – €44',
    'Churn per month\n52.2% – 60%',
  ]);
  expect(rows[0]).toMatchObject({ low: 36 / 0.58, high: 44 / 0.58 });
});

test('whole numbers move by one at least', () => {
  const horizon = { ...margin, whole: true, low: 0, high: 60 };
  expect(moved(horizon, 3, 0.1)).toEqual([2, 4]);
  expect(moved(horizon, 25, 0.1)).toEqual([22, 28]);
  expect(moved(horizon, 60, 0.1)).toEqual([54, 60]);
});

test('elasticity is percent for one percent, or a reason', () => {
  const open = (values: Record<string, number>) => {
    const { session } = openSession({ values });
    const answers = new Answers(session);
    answers.start({ headless } as any);
    const view = { elastic: 'clv', fields: ['margin', 'churn'] } as SensitivityView;
    return elasticities({ session, numbers, answers }, view);
  };
  const [first, second] = open({ margin: 40, churn: 0.05 });
  expect(first).toEqual({ label: 'Churn per month', value: -1.0001, reason: '' });
  expect(second).toEqual({ label: 'Margin per month', value: 1, reason: '' });
  // At the end of its range an input moves to one side only.
  expect(open({ margin: 500, churn: 0.05 })[1].value).toBe(1);
  expect(open({ margin: 0, churn: 0.05 }).map((one) => one.reason)).toEqual([
    'the input is 0',
    'the result is 0',
  ]);
  expect(open({ margin: 40, churn: 0 }).map((one) => one.reason)).toEqual([
    'the result has no limit',
    'the input is 0',
  ]);
});

test('tabs go round with the arrow keys', () => {
  expect(tabAfter('ArrowRight', 2, 3)).toBe(0);
  expect(tabAfter('ArrowLeft', 0, 3)).toBe(2);
  expect(tabAfter('End', 0, 3)).toBe(2);
  expect(tabAfter('a', 0, 3)).toBeNull();
});
