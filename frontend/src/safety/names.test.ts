import { compile } from 'vega-lite';
import { expect, it } from 'vitest';
import type { Row } from '../contract/declaration';
import { headless } from '../vega';

const NAMES: [string, string][] = [
  ['constructor', 'constructer'],
  ['__proto__', '__prota__'],
  ['toString', 'toStrinh'],
  ['hasOwnProperty', 'hasOwnPropertz'],
  ['valueOf', 'valueOg'],
];
const rows = NAMES.flatMap(([name], at) => [
  { name, turn: 1, amount: at + 1 },
  { name, turn: 2, amount: 9 - at },
]);
const name = { field: 'name', type: 'nominal' };
const turn = { field: 'turn', type: 'quantitative' };
const amount = { field: 'amount', type: 'quantitative' };
const running = [{ op: 'sum', field: 'amount', as: 'amount' }];

const charts: [string, Row][] = [
  ['bars', { mark: 'bar', encoding: { x: name, y: amount } }],
  ['sums', { mark: 'bar', encoding: { x: name, y: { ...amount, aggregate: 'sum' } } }],
  ['lines', { mark: 'line', encoding: { x: turn, y: amount, color: name } }],
  ['stacked bars', { mark: 'bar', encoding: { x: turn, y: amount, color: name } }],
  ['stacked areas', { mark: 'area', encoding: { x: turn, y: amount, color: name } }],
  ['rows', { mark: 'bar', encoding: { x: turn, y: amount, row: name } }],
  [
    'running sums',
    {
      mark: 'line',
      transform: [{ window: running, groupby: ['name'], sort: [{ field: 'turn' }] }],
      encoding: { x: turn, y: amount, color: name },
    },
  ],
  [
    'rows looked up',
    {
      mark: 'bar',
      transform: [
        { lookup: 'name', from: { data: { values: rows }, key: 'name', fields: ['turn'] } },
      ],
      encoding: { x: name, y: turn },
    },
  ],
  [
    'shares',
    {
      mark: 'bar',
      transform: [{ joinaggregate: running, groupby: ['name'] }],
      encoding: { x: name, y: amount },
    },
  ],
];

async function drawn(spec: Row): Promise<string> {
  const view = headless(compile(spec as any).spec as any);
  const svg: string = await view.toSVG();
  view.finalize();
  return svg;
}

const renamed = (text: string) =>
  NAMES.reduce((said, [taken, free]) => said.replaceAll(taken, free), text);

it.each(charts)('%s of names that every object has are drawn as of any others', async (_, spec) => {
  const chart = { ...spec, data: { values: rows } };
  const free = JSON.parse(renamed(JSON.stringify(chart)));
  const [svg, wanted] = [renamed(await drawn(chart)), await drawn(free)];
  expect(svg === wanted, `${svg.length} letters instead of ${wanted.length}`).toBe(true);
  expect(Object.keys(Object.getPrototypeOf({}))).toEqual([]);
});
