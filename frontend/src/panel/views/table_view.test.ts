import { expect, test } from 'vitest';
import type { Chart } from '../chart/chart';
import type { TableView } from '../../contract/declaration';
import { Numbers } from '../../base/format';
import type { Context } from '../part';
import { RowsView } from './table_view';
import { ENGLISH } from '../testing';

const view: TableView = {
  kind: 'table',
  id: 'table',
  label: 'Table',
  of: 'chart',
  columns: [
    { field: 'case', label: 'Case' },
    { field: 'left', label: 'Still there', format: { kind: 'number' } },
    { field: 'gain', label: 'Gain', format: { kind: 'money' } },
  ],
};
const rows = [
  { case: 'A-1', left: 91.01234567, gain: -39.512 },
  { case: '-x', left: '-12.3', gain: null },
];
const chart = { ready: async () => {}, rows: () => rows } as unknown as Chart;
const context = { numbers: new Numbers(ENGLISH) } as Context;

test('people read three figures and a true minus, a spreadsheet all digits and its own', async () => {
  const table = new RowsView(context, view, chart);
  table.show();
  await new Promise((resolve) => setTimeout(resolve));
  const shown = [...table.element.querySelectorAll('td')].map((cell) => cell.textContent);
  expect(shown).toEqual(['A-1', '91.0', '\u2212€39.51', '-x', '\u221212.3', '']);
  const copied = 'Case\tStill there\tGain\nA-1\t91.01234567\t-39.512\n';
  expect(await table.copyText()).toBe(`${copied}'-x\t'-12.3\t`);
  table.dispose();
});

test.each([
  [' =cmd()', "' =cmd()"],
  ['\u00a0\u200b=cmd()', "'\u00a0\u200b=cmd()"],
  ['＝cmd()', "'＝cmd()"],
  ['x;=cmd()', "x;'=cmd()"],
  ['x; @cmd()', "x;' @cmd()"],
  ['a\u2028b\u000bc', 'a b c'],
  [true, 'true'],
  [-5, '-5'],
])('what is copied is no formula to a spreadsheet: %s', async (given, copied) => {
  const rows = [{ case: given, left: null, gain: null }];
  const other = { ready: async () => {}, rows: () => rows } as unknown as Chart;
  const table = new RowsView(context, view, other);
  expect(await table.copyText()).toBe(`Case\tStill there\tGain\n${copied}\t\t`);
});

test('a row without a column that every object seems to have leaves the cell empty', async () => {
  const columns = [
    { field: 'case', label: 'Case' },
    { field: 'constructor', label: 'Maker' },
  ];
  const other = { ready: async () => {}, rows: () => [{ case: 'a' }] } as unknown as Chart;
  const table = new RowsView(context, { ...view, columns }, other);
  expect(await table.copyText()).toBe('Case\tMaker\na\t');
});
