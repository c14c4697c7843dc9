// @vitest-environment node
import { expect, test } from 'vitest';
import { chartSpec, liveSignals } from './spec';
import type { PanelJSON } from '../../contract/declaration';
import { declare, openSession } from '../testing';

/** A session with the answers that Vega would have computed. */
function open(change: Partial<PanelJSON> = {}) {
  const { session } = openSession(change);
  const answers = {
    now: { clv: 800 },
    pinned: session.reference && { clv: 300 },
    pinnedValues: session.reference?.values ?? null,
  };
  return { session, answers };
}

const line = { mark: 'line', data: { name: 'rows' } };
const named = (spec: any, name: string) => spec.params.find((param: any) => param.name === name);

test('a chart gets the fields, the pinned scenario and the outputs as signals', () => {
  const known = open({
    pinned: [{ name: 'Scenario 1', values: { margin: 30, churn: 0.1 } }],
  });
  const spec = chartSpec(known, { spec: line, datasets: {} });
  expect(named(spec, 'margin').value).toBe(40);
  expect(named(spec, 'pinned_margin').value).toBe(30);
  expect(named(spec, 'pinned_clv').value).toBe(300);
  expect(named(spec, 'has_pinned').value).toBe(true);
  expect(named(spec, 'clv').expr).toBe('margin / churn');
});

test('without a pinned scenario the pinned signals follow the fields', () => {
  const known = open();
  known.session.commit({ margin: 77 });
  const signals = Object.fromEntries(liveSignals(known).map(({ name, value }) => [name, value]));
  expect(signals).toMatchObject({
    margin: 77,
    pinned_margin: 77,
    pinned_clv: 800,
    has_pinned: false,
  });
});

test('a parameter of the chart that bears the name of a field gives way', () => {
  const known = open();
  const params = [
    { name: 'margin', value: 1 },
    { name: 'brush', select: 'interval' },
  ];
  const spec = chartSpec(known, { spec: { ...line, params }, datasets: {} });
  const names = (spec.params as any[]).map((param) => param.name);
  expect(names.filter((name) => name === 'margin')).toHaveLength(1);
  expect(names).toContain('brush');
});

test('rows are copies: Vega writes into what it gets', () => {
  const known = open();
  const rows = [{ x: 1 }];
  const spec = chartSpec(known, { spec: line, datasets: { rows } }) as any;
  spec.datasets.rows[0].x = 2;
  expect(rows).toEqual([{ x: 1 }]);
});

test('the title moves out of a panel chart and stays in a bare one', () => {
  const title = { text: { expr: "'now ' + clv" }, subtitle: ['two', 'lines'] };
  const inPanel = chartSpec(open(), { spec: { ...line, title }, datasets: {} });
  expect(inPanel.title).toBeUndefined();
  expect(named(inPanel, 'clv_title').expr).toBe("'now ' + clv");
  expect(named(inPanel, 'clv_subtitle').expr).toBe('"two lines"');
  const known = open({ declaration: declare({ title: '', name: '' }) });
  expect(chartSpec(known, { spec: { ...line, title }, datasets: {} }).title).toEqual(title);
});

test('single charts follow the width of the page, others keep their own', () => {
  const known = open();
  const width = (spec: object) => chartSpec(known, { spec: spec as any, datasets: {} }).width;
  expect(width(line)).toBe('container');
  expect(width({ ...line, width: 300 })).toBe(300);
  expect(width({ hconcat: [line, line] })).toBeUndefined();
  expect(width({ ...line, encoding: { column: { field: 'a' } } })).toBeUndefined();
});

test('options that a specification smuggles in are left out', () => {
  const known = open();
  const usermeta = { embedOptions: { actions: true } };
  expect(chartSpec(known, { spec: { ...line, usermeta }, datasets: {} }).usermeta).toBeUndefined();
});
