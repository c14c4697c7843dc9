// @vitest-environment node
import { compile } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import panels from 'virtual:stored-panels';
import type { Row } from '../contract/declaration';
import { chartsOf } from '../panel/testing';
import { compiledFault } from './compiled';

const quiet: any = new Proxy({}, { get: () => () => quiet });
const made = (spec: Row, config: Row = {}) =>
  compile(spec as any, { config: config as any, logger: quiet }).spec as unknown as Row;

const charts = panels.flatMap(([where, stored]) =>
  chartsOf(stored).map(({ label, spec, config }): [string, Row, Row] => [
    `${where}: ${label}`,
    spec,
    config,
  ]),
);

const bar: Row = {
  data: { values: [{ x: 1, a: 'one' }] },
  mark: { type: 'bar' },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'a', type: 'nominal' } },
};

describe('compiledFault', () => {
  it('finds many charts of ours', () => expect(charts.length).toBeGreaterThan(20));

  it.each(charts)('lets what is made of our own chart pass: %s', (_where, spec, config) => {
    expect(compiledFault(made(spec, config))).toBe('');
  });

  it.each<[string, Row]>([
    ['a brush', { params: [{ name: 'brush', select: 'interval' }] }],
    ['a click', { params: [{ name: 'pick', select: { type: 'point', fields: ['a'] } }] }],
    ['a hover', { params: [{ name: 'near', select: { type: 'point', nearest: true } }] }],
    ['tooltips', { mark: { type: 'bar', tooltip: { content: 'data' } } }],
    ['columns', { encoding: { ...(bar.encoding as Row), column: { field: 'a' } } }],
    ['bins', { encoding: { x: { field: 'x', bin: true }, y: { aggregate: 'count' } } }],
    ['months', { encoding: { x: { field: 'x', timeUnit: 'yearmonth' }, y: { field: 'x' } } }],
    ['a density', { transform: [{ density: 'x' }], encoding: { x: { field: 'value' } } }],
    ['a box', { mark: 'boxplot' }],
    ['a fit', { transform: [{ loess: 'x', on: 'x' }] }],
  ])('lets what Vega-Lite makes of %s pass', (_what, change) => {
    expect(compiledFault(made({ ...bar, ...change }))).toBe('');
  });

  const signal = (update: string) => ({ signals: [{ name: 's', update }] });
  it.each<[string, Row]>([
    ['a climb', signal('item.mark.group.context.dataflow._el')],
    ['a climb from a call', signal('item().mark.group')],
    ['the window of an event', signal('event.view')],
    ['writing', signal("modify('rows', null, null, null, datum.a)")],
    ['writing to a store', signal("modify('x_store', null, null, null, datum.constructor)")],
    ['an object that answers for itself', signal('{toString: datum.x}')],
    ['an unknown function', signal("setdata('d', [])")],
    ['an unknown name', signal('window')],
    ['a condition', { marks: [{ encode: { update: { size: [{ test: 'event.view' }] } } }] }],
    ['a filter', { data: [{ name: 'd', transform: [{ type: 'filter', expr: 'self' }] }] }],
    ['a table elsewhere', { data: [{ name: 'd', url: '/api' }] }],
    ['a link', { marks: [{ encode: { update: { href: { value: '#' } } } }] }],
    ['a picture', { marks: [{ type: 'image' }] }],
    ['paint from elsewhere', { marks: [{ encode: { enter: { fill: { value: 'url(#a)' } } } }] }],
    ['an input', { signals: [{ name: 's', bind: { input: 'text' } }] }],
    ['an event with a condition', { signals: [{ on: [{ events: 'click[event.view]' }] }] }],
  ])('refuses %s', (_what, spec) => expect(compiledFault(spec)).toMatch(/^it holds .* again\.$/));
});
