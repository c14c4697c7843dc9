// @vitest-environment node
import { expect, test, vi } from 'vitest';
import panels from 'virtual:stored-panels';
import { parseExpression } from 'vega-expression';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import { chartSpec } from '../panel/chart/spec';
import { Answers } from '../panel/session/answers';
import { openSession } from '../panel/testing';
import { sensitivityRows } from '../panel/views/what_matters';
import type { Row, View } from '../contract/declaration';
import { storedDeclaration } from '../contract/stub';
import { headless, vega } from '../vega';
import { interpreter } from './interpreter';

const PLACES = ['x', 'y', 'x2', 'y2', 'width', 'height'];
const said = (value: unknown) => JSON.stringify(value) ?? String(value);

/** Evaluates as the panels do and as Vega itself does, and notes where they differ. */
function both() {
  const differences = new Set<string>();
  let count = 0;
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    count += 1;
    if (!Object.is(ours, theirs) && said(ours) !== said(theirs)) {
      differences.add(`${what}: ${said(ours)}, and Vega says ${said(theirs)}`);
    }
  };
  const beside = (kind: 'operator' | 'parameter') => (scope: any, parsed: any) => {
    const ours: any = interpreter[kind](scope, parsed);
    const theirs = expressionInterpreter[kind](scope, parsed);
    return (...given: unknown[]) => {
      const answer = ours(...given);
      compare(parsed.code, answer, theirs(...given));
      return answer;
    };
  };
  const encode = (scope: any, encoding: any) => {
    const ours = interpreter.encode(scope, encoding);
    const theirs = expressionInterpreter.encode(scope, encoding);
    return (item: any, signals: Row) => {
      const twin = Object.assign(Object.create(Object.getPrototypeOf(item)), item);
      theirs(twin, signals);
      const changed = ours(item, signals);
      for (const name of [...Object.keys(encoding.channels), ...PLACES]) {
        compare(`${name} of a ${encoding.marktype}`, item[name], twin[name]);
      }
      return changed;
    };
  };
  const expr = {
    ...interpreter,
    operator: beside('operator'),
    parameter: beside('parameter'),
    encode,
  };
  return { expr, differences, count: () => count };
}

/** Each chart of the course once, whatever its numbers are. */
function charts() {
  const found = new Map<string, [string, any, View & { spec: Row }]>();
  for (const [where, stored] of panels) {
    const declaration = storedDeclaration(stored.declaration);
    for (const view of declaration.views) {
      if (!('spec' in view)) continue;
      const key = `${declaration.name}, ${view.label}`;
      if (!found.has(key)) found.set(key, [`${where}: ${key}`, { ...stored, declaration }, view]);
    }
  }
  return [...found.values()];
}

test.each(charts())('draws what Vega would draw: %s', (_where, stored, view) => {
  const { session } = openSession(stored);
  const answers = new Answers(session);
  answers.start({ headless } as any);
  const known = { session, answers, numbers: { text: String } } as any;
  const datasets =
    view.kind === 'sensitivity' ? { sensitivity: sensitivityRows(known, view) } : session.datasets;
  const spec: any = { ...chartSpec(known, { spec: view.spec, datasets }), width: 600 };
  const { number_format, config, fields } = session.declaration;
  const logger = vega.logger(vega.None);
  const compiled = compile(spec, { config: config as any, logger }).spec;
  const locale: any = { locale: { number: number_format } };
  const { expr, differences, count } = both();
  const options: any = { renderer: 'none', expr, logger };
  const drawn = new vega.View(vega.parse(compiled, locale, { ast: true }), options).run();
  const sliders = fields.filter((field) => field.kind === 'number');
  for (const end of ['low', 'high'] as const) {
    sliders.forEach((field) => drawn.signal(field.name, field[end]));
    drawn.run();
  }
  expect([...differences]).toEqual([]);
  expect(count()).toBeGreaterThan(100);
});

const functions = { isValid: (value: unknown) => value != null, maker: () => Function };
const row = { a: 3, b: [1, 2], text: 'One, two', none: null };

test.each([
  ...['PI * datum.a', 'NaN', 'event', '/o/g', '~5 + (6 & 3) + (1 << 4)', '-datum.a % 2', '+"4"'],
  ...['datum.b[0] === 1 && datum.a !== 2', 'null == datum.missing || 1', '!datum.a ? 1 : s'],
  ...['if(datum.a > 2, [s, datum.b], 0)', 'clamp(datum.a, 0, 2)', 'pow(2, max(1, 2, s))'],
  ...['isValid(datum.none)', 'isFinite(1 / 0)', 'isNaN(0 / 0)', 'parseInt("12px")', 'length("ab")'],
  ...[
    'replace(upper(datum.text), /O/g, "0")',
    'year(datetime(2026, 0, datum.a))',
    '{x: s, "y": 1}',
  ],
  ...['datum.constructor.constructor', "datum['con' + 'structor'].constructor", '{x: maker()}'],
])('says of %s what Vega says', (text) => {
  const refused = vi.spyOn(console, 'error').mockImplementation(() => {});
  const parsed = { ast: parseExpression(text) };
  const [ours, theirs] = [interpreter, expressionInterpreter].map((by: any) => {
    const answer = by.parameter({ functions }, parsed)(row, { $s: 7 });
    return [answer, refused.mock.calls.splice(0)];
  });
  expect(ours).toEqual(theirs);
  refused.mockRestore();
});

/** Encodes a mark with the channels written as expressions. */
function encoder(marktype: string, texts: Record<string, string>) {
  const parsed = Object.entries(texts).map(([name, text]) => [
    name,
    { ast: parseExpression(text) },
  ]);
  return interpreter.encode({ functions }, { marktype, channels: Object.fromEntries(parsed) });
}

test('a mark whose dashes stay is not drawn anew', () => {
  const encode = encoder('rule', { strokeDash: '[4, 3]', y: 'datum.y' });
  const item: Row = { datum: { y: 1 } };
  expect([encode(item, {}), encode(item, {})]).toEqual([1, 0]);
  item.datum = { y: 2 };
  expect(encode(item, {})).toBe(1);
  expect(item).toMatchObject({ strokeDash: [4, 3], y: 2 });
});

test('nothing is painted with what would have to be fetched', () => {
  const encode = encoder('rect', { fill: "'url(https://host)'", stroke: 'datum.paint', y: '3' });
  const item: Row = { datum: { paint: 'image-set("a" 1x)' } };
  encode(item, {});
  expect(item).toMatchObject({ fill: null, stroke: null, y: 3 });
});

test('a tooltip is put into words when it is asked for, with the values of that moment', () => {
  const asked = vi.fn((value: unknown) => `said ${value}`);
  const parsed = { tooltip: { ast: parseExpression('isValid(s)') } };
  const scope = { functions: { isValid: asked } };
  const encode = interpreter.encode(scope, { marktype: 'line', channels: parsed });
  const item: Row = { datum: {} };
  const signals = { $s: 1 };
  encode(item, signals);
  encode(item, signals);
  expect(asked).not.toHaveBeenCalled();
  signals.$s = 2;
  expect(item.tooltip).toBe('said 2');
});
