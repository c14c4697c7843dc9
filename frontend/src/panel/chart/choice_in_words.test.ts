// @vitest-environment node
import { expect, test } from 'vitest';
import { Numbers } from '../../base/format';
import { nextKey, type Mark } from './arrow_keys';
import { describeAll, describeChosen, describeKey, type KeysRule } from './choice_in_words';
import { ENGLISH } from '../testing';

const numbers = new Numbers({ ...ENGLISH, currency: ['$', ''] });
const rule: KeysRule = {
  kind: 'keys',
  key: 'cell',
  x: 'recency',
  y: 'frequency',
  noun: ['cell', 'cells'],
  groups: [],
  sums: [
    {
      field: 'customers',
      label: '',
      format: { kind: 'count', unit: ['customer', 'customers'] },
    },
    { field: 'revenue', label: 'revenue', format: { kind: 'money' } },
  ],
};
const rows = [
  { cell: 'a', customers: 1, revenue: 100 },
  { cell: 'b', customers: 3, revenue: 300 },
  { cell: 'c', customers: 16, revenue: 600 },
];

test('the choice is told in words, with its share of all', () => {
  expect(describeChosen(rows, ['a', 'b'], rule, numbers)).toBe(
    '2 cells: 4 customers (20%), $400 revenue (40%)',
  );
  expect(describeChosen(rows, ['a'], rule, numbers)).toBe(
    '1 cell: 1 customer (5%), $100 revenue (10%)',
  );
});

test('without a choice the whole is told', () => {
  expect(describeAll(rows, rule, numbers)).toBe(
    'Nothing chosen. All 3 cells: 20 customers, $1,000 revenue',
  );
});

test('the cursor tells the cell it stands on', () => {
  expect(describeKey(rows, 'c', rule, numbers)).toBe('c: 16 customers (80%), $600 revenue (60%)');
});

test('an empty whole has no share, and no division by nothing', () => {
  expect(describeChosen([], ['a'], rule, numbers)).toBe('1 cell: 0 customers, $0 revenue');
});

test('keys that are numbers are chosen like any other', () => {
  const numbered = [{ cell: 7, customers: 2, revenue: 0 }];
  expect(describeChosen(numbered, ['7'], rule, numbers)).toContain('2 customers');
});

const grid: Mark[] = [1, 2, 3].flatMap((x) =>
  [1, 2, 3].map((y) => ({ key: `${x}${y}`, x: x * 50, y: y * 20 })),
);

test('arrow keys walk the grid and stop at its edge', () => {
  expect(nextKey(grid, null, 'ArrowRight')).toBe('11');
  expect(nextKey(grid, '11', 'ArrowRight')).toBe('21');
  expect(nextKey(grid, '21', 'ArrowDown')).toBe('22');
  expect(nextKey(grid, '22', 'ArrowUp')).toBe('21');
  expect(nextKey(grid, '31', 'ArrowRight')).toBe('31');
  expect(nextKey(grid, '22', 'ArrowLeft')).toBe('12');
});

test('a hole in the grid is jumped over, not fallen into', () => {
  const holed = grid.filter((mark) => mark.key !== '21');
  expect(nextKey(holed, '11', 'ArrowRight')).toBe('31');
});

test('a chart without marks has no cursor', () => {
  expect(nextKey([], null, 'ArrowRight')).toBeNull();
});
