// @vitest-environment node
import { expect, test } from 'vitest';
import { touched } from '../chart/brush';
import { LinkFilter } from './filter';

const rows = [
  { key: 'a', label: 'A', customers: 5, revenue: 50 },
  { key: 'b', label: 'B', customers: 2, revenue: 9 },
];
const crossed = [
  { key: 'a', other: 'x', customers: 3, revenue: 20 },
  { key: 'a', other: 'y', customers: 2, revenue: 30 },
  { key: 'b', other: 'y', customers: 2, revenue: 9 },
];
const link = () =>
  new LinkFilter({
    rows: 'cells',
    crossed: 'crossed',
    key: 'key',
    fields: ['customers', 'revenue'],
  });

test('without a choice elsewhere the rows are the very same', () => {
  const datasets = { cells: rows, crossed };
  expect(link().applied(datasets, [])).toBe(datasets);
  expect(new LinkFilter(undefined).applied(datasets, ['x'])).toBe(datasets);
});

test('sums are taken over the chosen pairs; a group without any has none', () => {
  const filtered = link().applied({ cells: rows, crossed }, ['x']).cells;
  expect(filtered).toEqual([
    { key: 'a', label: 'A', customers: 3, revenue: 20 },
    { key: 'b', label: 'B', customers: 0, revenue: 0 },
  ]);
  expect(link().applied({ cells: rows, crossed }, ['x', 'y']).cells).toEqual(rows);
});

test('the same question gives the same rows, so that a chart need not take them up again', () => {
  const filter = link();
  const datasets = { cells: rows, crossed };
  const first = filter.applied(datasets, ['y']).cells;
  expect(filter.applied({ ...datasets }, ['y']).cells).toBe(first);
  expect(filter.applied(datasets, ['x']).cells).not.toBe(first);
});

test('a brush touches what it overlaps, not only what it covers', () => {
  const mark = (key: string, x: number) => ({ key, x, y: 10, halfWidth: 5, halfHeight: 5 });
  const marks = [mark('left', 5), mark('middle', 15), mark('right', 25)];
  const box = { left: 12, right: 21, top: 12, bottom: 13 };
  expect(touched(marks, box)).toEqual(['middle', 'right']);
});

test('keys of several lines are not taken for several keys', () => {
  const pairs = [...crossed, { key: 'a', other: 'x\ny', customers: 9, revenue: 90 }];
  const filter = link();
  const sums = (keys: string[]) => filter.applied({ cells: rows, crossed: pairs }, keys).cells[0];
  expect(sums(['x\ny'])).toMatchObject({ customers: 9 });
  expect(sums(['x', 'y'])).toMatchObject({ customers: 5 });
});
