import { describe, expect, it } from 'vitest';
import panels from 'virtual:stored-panels';
import type { Row } from '../contract/declaration';
import { declare, store } from '../panel/testing';
import { storedFault } from './stored';

const bar: Row = {
  data: { values: [{ x: 1, a: 'one' }] },
  mark: { type: 'bar' },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'a', type: 'nominal' } },
};

function fault(change: Row, declaration: Row = {}): string {
  const view = { kind: 'chart', id: 'chart', label: 'Chart', spec: { ...bar, ...change } };
  return storedFault(store({ declaration: declare({ views: [view], ...declaration } as any) }));
}

const calculate = (text: string) => fault({ transform: [{ calculate: text, as: 'y' }] });

describe('storedFault', () => {
  it('finds many panels of ours', () => expect(panels.length).toBeGreaterThan(50));

  it.each(panels)('lets our own panel pass: %s', (_where, stored) => {
    expect(storedFault(stored)).toBe('');
  });

  it.each([
    'datum.x > 1 ? format(datum.x, ".1%") : "none"',
    'pow(1 + margin, 2) / churn - pinned_clv',
    "datum['share of ' + datum.a]",
    '["a", "b"][indexof(["x", "y"], datum.a)]',
    "data('rows')[0].x * PI",
  ])('lets an expression of numbers and fields pass: %s', (text) => {
    expect(calculate(text)).toBe('');
  });

  it.each([
    'item.mark.group.context.dataflow._el.ownerDocument.defaultView.location',
    'event.view',
    "modify('d', null, null, null, datum.constructor, {x: 1})",
    "setdata('d', [])",
    'datum.constructor',
    "datum['constructor']",
    "datum['const' + 'ructor']['const' + 'ructor']",
    'datum[datum.a][datum.a]',
    'datum.ownerDocument',
    'data(datum.a)[0].x',
    "replace('a', 'a', datum.x)",
    "regexp('(a+)+$')",
    '/(a+)+$/',
    "pad('a', 3e8)",
    'window',
    '{toString: 1}',
    'group()',
    "warn('x')",
    'datum.x +',
    "'" + 'a'.repeat(30_000) + "'",
  ])('refuses what is more than that: %s', (text) => {
    expect(calculate(text)).toMatch(/^This panel is shown as a picture: .* Run the cell again/);
  });

  const expr = 'item';
  it.each<[string, Row]>([
    ['a filter', { transform: [{ filter: expr }] }],
    ['a filter in a filter', { transform: [{ filter: { not: { and: [expr] } } }] }],
    ['a mark', { mark: { type: 'bar', fill: { expr } } }],
    ['a condition', { encoding: { size: { condition: { test: expr, value: 9 }, value: 4 } } }],
    ['a condition of a condition', { encoding: { size: { condition: { test: { or: [expr] } } } } }],
    ['a label', { encoding: { x: { field: 'x', axis: { labelExpr: expr } } } }],
    ['a parameter', { params: [{ name: 'p', expr }] }],
    ['a signal', { mark: { type: 'bar', width: { signal: expr } } }],
    ['a layer', { layer: [{ mark: 'bar', transform: [{ calculate: expr, as: 'y' }] }] }],
    ['a title', { title: { text: { expr } } }],
  ])('reads the expression of %s', (_where, change) => expect(fault(change)).toContain('item'));

  it.each<[string, Row]>([
    ['a table', { data: { url: 'data.json' } }],
    ['a table to look up', { transform: [{ lookup: 'x', from: { data: { url: 'a' } } }] }],
    ['a picture', { mark: { type: 'image', url: 'https://host' } }],
    ['a picture of the data', { mark: 'image', encoding: { url: { field: 'a' } } }],
    ['a link', { encoding: { href: { field: 'a' } } }],
    ['paint', { mark: { type: 'bar', fill: "url('https://host')" } }],
    ['paint in the data', { data: { values: [{ a: 'url(https://host)' }] } }],
    ['a background', { background: 'url(https://host)' }],
    ['a cursor', { mark: { type: 'bar', cursor: 'url(https://host), auto' } }],
    ['options', { usermeta: { embedOptions: { patch: 'https://host' } } }],
    ['inputs elsewhere', { params: [{ name: 'p', bind: { input: 'text', element: 'body' } }] }],
    ['signals', { config: { signals: [{ name: 's', on: [] }] } }],
    ['a format of its own', { encoding: { x: { field: 'x', formatType: 'modify' } } }],
    ['words for an aggregate', { encoding: { x: { aggregate: "sum'); modify('d" } } }],
    ['a name that is code', { params: [{ name: "x'); modify('d", value: 1 }] }],
    ["Vega's own name", { params: [{ name: 'width', value: 1e9 }] }],
    ["every object's name", { encoding: { x: { field: 'constructor.constructor' } } }],
    ['polluting', JSON.parse('{"config": {"__proto__": {"polluted": 1}}}')],
    ['a width', { width: 1e8 }],
    ['a sequence', { data: { sequence: { start: 0, stop: 1e9 } } }],
    ['fine steps', { data: { sequence: { start: 0, stop: 1, step: 1e-9 } } }],
    ['no step', { data: { sequence: { start: 0, stop: 1, step: 0 } } }],
    ['rows', { data: { values: Array(30_000).fill({ x: 1 }) } }],
  ])('refuses %s', (_what, change) => expect(fault(change)).not.toBe(''));

  it('reads outputs, configuration, conversions and texts for screen readers', () => {
    const output = { name: 'clv', label: 'Value', expr, format: { kind: 'money' } };
    const options = [{ value: 'month', label: 'month', per_year: 12 }];
    const view = { kind: 'chart', id: 'chart', label: 'Chart', spec: bar, alt: expr };
    expect(fault({}, { outputs: [output] })).toContain('item');
    expect(fault({}, { config: { text: { text: { expr } } } })).toContain('item');
    expect(fault({}, { views: [view] })).toContain('item');
    const stored = store({ values: { margin: 40, churn: 0.05, period: 'month' } });
    const said = (conversions: Record<string, string>) =>
      storedFault({ ...stored, declaration: declare({ period: { options, conversions } }) });
    expect(said({ flow: 'value * from_per_year' })).toBe('');
    expect(said({ flow: expr })).toContain('item');
  });

  it('refuses a period that puts more than a word into expressions', () => {
    const options = [{ value: "' + item + '", label: 'x', per_year: 12 }];
    const stored = store({ values: { margin: 40, churn: 0.05, period: "' + item + '" } });
    const declaration = declare({ period: { options, conversions: {} } });
    expect(storedFault({ ...stored, declaration })).toContain('period');
  });

  it('refuses what is nested without end, also as text', () => {
    const text = JSON.stringify(declare({ config: { deep: 'DEEP' } }));
    const deep = '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000);
    const declaration = text.replace('"DEEP"', deep);
    expect(storedFault(store({ declaration }))).not.toBe('');
  });
});
