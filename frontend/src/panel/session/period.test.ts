// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { headless } from '../../vega';
import type { Declaration, PanelJSON } from '../../contract/declaration';
import { Converter, filled } from './period';
import { PeriodWatch } from './period_watch';
import { churn, declare, margin, openSession, settled } from '../testing';

const declaration: Declaration = declare({
  period: {
    options: [
      { value: 'month', label: 'per month', per_year: 12 },
      { value: 'year', label: 'per year', per_year: 1 },
    ],
    conversions: {
      flow: 'value * (from_per_year / to_per_year)',
      churn: '1 - pow(1 - value, from_per_year / to_per_year)',
    },
  },
  fields: [
    {
      ...margin,
      label: 'Margin per {period}',
      converts: 'flow',
      ranges: { year: [0, 6000, 10] },
    },
    { ...churn, converts: 'churn', ranges: { year: [0, 1, 0.001] } },
  ],
  views: [{ kind: 'chart', id: 'chart', label: '{Period}', spec: { title: ['{period}s'] } }],
  start: { period: 'month', margin: 40, churn: 0.05 },
});
const month = { period: 'month', margin: 40, churn: 0.05 };
const change: Partial<PanelJSON> = { declaration, values: month };

test('the period is put into every text, and its range into every slider', () => {
  const yearly = filled(declaration, { period: 'year', margin: 480, churn: 0.46 });
  expect(yearly.fields[0]).toMatchObject({ label: 'Margin per year', high: 6000, step: 10 });
  expect(yearly.views[0]).toMatchObject({ label: 'Year', spec: { title: ['years'] } });
  expect(filled(declaration, month).fields[0]).toMatchObject({
    label: 'Margin per month',
    high: 500,
  });
  expect(declaration.fields[0].label).toBe('Margin per {period}');
});

test('a value beyond the range of its period widens it', () => {
  const yearly = filled(declaration, { period: 'year', margin: 9000, churn: 0.46 });
  expect(yearly.fields[0]).toMatchObject({ low: 0, high: 9000 });
});

test('a declaration without a period stays as it is', () => {
  const plain = declare();
  expect(filled(plain, { margin: 40 })).toBe(plain);
});

test('values are converted there, and back to what was typed', () => {
  const converter = new Converter(declaration, { headless });
  const yearly = converter.convert(month, 'year');
  expect(yearly).toMatchObject({ period: 'year', margin: 480 });
  expect(yearly.churn).toBeCloseTo(1 - 0.95 ** 12, 12);
  expect(converter.convert(yearly, 'month')).toEqual(month);
  converter.dispose();
});

test('a switch is one step, taken back with the values of the period', () => {
  const { session, model } = openSession(change);
  session.commit({ period: 'year', margin: 480, churn: 0.46 });
  expect(model.get('period')).toBe('year');
  expect(session.history.entries).toHaveLength(2);
  session.step(-1);
  expect(session.values).toEqual(month);
  expect(session.isAtStart).toBe(true);
});

test('what is pinned keeps its period', () => {
  const { session } = openSession(change);
  session.pin();
  session.commit({ period: 'year', margin: 480 });
  expect(session.reference!.values).toEqual(month);
});

/** A live model on which something else than the panel sets the period. */
function watched() {
  const { session, model } = openSession(change);
  const [switched, refused] = [vi.fn(), vi.fn()];
  const host = { ...session.host, loadVega: async () => ({ headless }) as any };
  const watch = new PeriodWatch(model, host, { switched, refused });
  return { session, model, switched, refused, watch };
}

test('a period that comes alone, as by jslink, takes the fields with it', async () => {
  const { session, model, switched } = watched();
  model.set('period', 'year');
  await settled();
  expect(session.values.margin).toBe(480);
  expect(session.values.churn).toBeCloseTo(1 - 0.95 ** 12, 12);
  expect(switched).toHaveBeenCalledTimes(1);
  session.step(-1);
  await settled();
  expect(session.values).toEqual(month);
  expect(switched).toHaveBeenCalledTimes(2);
});

test('what somebody has converted already is not converted again', async () => {
  const { session, model } = watched();
  const yearly = { period: 'year', margin: 480, churn: 0.46 };
  session.commit(yearly);
  await settled();
  expect(session.values).toEqual(yearly);
  session.commit({ margin: 600 });
  await settled();
  model.set('period', 'month');
  await settled();
  expect(session.values.margin).toBe(50);
});

test('values that are the same in every period make one step, too', async () => {
  const { session, model } = watched();
  session.commit({ margin: 0, churn: 0 });
  session.commit({ period: 'year' });
  await settled();
  expect(session.history.entries).toHaveLength(3);
  model.set('period', 'month');
  await settled();
  expect(session.history.entries).toHaveLength(4);
});

test('a period that is not offered is refused with a sentence', async () => {
  const { session, model, switched, refused } = watched();
  model.set('period', 'decade');
  await settled();
  expect(session.values).toEqual(month);
  expect(switched).not.toHaveBeenCalled();
  expect(refused).toHaveBeenCalledWith(
    'The period stays month and does not become decade: its fields cannot be converted.',
  );
});

test('nothing is converted after the end', async () => {
  const { session, model, watch } = watched();
  watch.dispose();
  model.set('period', 'year');
  await settled();
  expect(session.values.margin).toBe(40);
});
