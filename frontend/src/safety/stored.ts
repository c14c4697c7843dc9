/**
 * The door for panels that were stored: what somebody else may have written is drawn only when it
 * is no more than our own panels and charts are made of.
 */
import { ADDRESS, MOST_STEPS } from './limits';
import type { Declaration, PanelJSON, Row } from '../contract/declaration';
import { filled } from '../panel/session/period';
import { storedDeclaration } from '../contract/stub';
import { expressionFault, isForeign } from './expressions';

const MOST_LETTERS = 16_000_000;
const MOST_PARTS = 1_000_000;
const MOST_ROWS = 20_000;
const DEEPEST = 60;
const MOST_PIXELS = 5_000;

/** Keys under which a text is an expression. */
const EXPRESSIONS = new Set(['calculate', 'expr', 'labelExpr', 'test', 'signal', 'init', 'update']);
/** Keys that load, lead elsewhere, or reach beyond the chart. */
const REFUSED = new Set([
  ...[
    'url',
    'href',
    'usermeta',
    'bind',
    'element',
    'signals',
    'loader',
    'patch',
    'customFormatTypes',
  ],
  ...['formatType', 'projection', 'graticule', 'sphere', 'on', 'clear', 'toggle', 'events'],
]);
/** Keys whose texts Vega-Lite puts into expressions as they are. */
const WORDS = new Set(['aggregate', 'op', 'timeUnit', 'stack', 'method', 'interpolate', 'type']);
const MARKS = new Set(
  'text bar rule line rect point tick circle square area trail arc boxplot errorbar errorband'.split(
    ' ',
  ),
);
/** Signals that Vega itself gives a chart. */
const OWN = 'width height has_pinned periods_per_year is_filtered selected_keys cursor_key'.split(
  ' ',
);
const TAKEN = new Set([
  'width',
  'height',
  'padding',
  'autosize',
  'background',
  'datum',
  'item',
  'event',
]);

const NAME = /^[A-Za-z_]\w*$/;
const WORD = /^[\w-]*$/;
const PATH = /[.[\]'"\\]+/;

/** Why a stored panel must not be drawn, as a sentence; "" when it may. */
export function storedFault(stored: PanelJSON): string {
  const what = foreignPart(stored);
  if (!what) return '';
  return `This panel is shown as a picture: its stored output holds ${what}, which no panel of clvwidgets has. Run the cell again to make it anew.`;
}

/** What a panel is made of. */
type Made = Pick<PanelJSON, 'declaration' | 'values' | 'datasets'>;

/** What in a panel none of ours has, as part of a sentence; "" for nothing. */
export function foreignPart(made: Made): string {
  try {
    const { declaration } = made;
    if (typeof declaration === 'string' && declaration.length > MOST_LETTERS) refuse('its length');
    new Door().panel(made, storedDeclaration(declaration));
    return '';
  } catch (problem) {
    return problem instanceof Refusal ? problem.message : 'parts that cannot be read';
  }
}

class Refusal extends Error {}

function refuse(what: string): never {
  throw new Refusal(what);
}

class Door {
  private parts = 0;
  private signals = new Set(OWN);

  panel(stored: Made, written: Declaration): void {
    this.plain(stored.values, 0);
    this.plain(stored, 0);
    this.plain(written, 0);
    if (written.card) return;
    const { period } = written;
    const isPeriod = (name: unknown) =>
      period!.options.some(({ value }) => value === name && WORD.test(value));
    if (period && !isPeriod(stored.values.period)) refuse('a period that is none of its own');
    const declaration = filled(written, stored.values);
    const terms = declaration.terms ?? [];
    this.name(declaration.fields, declaration.outputs, terms);
    [...terms, ...declaration.outputs].forEach(({ expr }) => this.expression(expr));
    Object.values(declaration.period?.conversions ?? {}).forEach((expr) =>
      this.expression(expr, new Set(['value', 'from_per_year', 'to_per_year'])),
    );
    Object.values(stored.datasets ?? {}).forEach((rows) => this.rows(rows));
    this.part(declaration.config, 'config');
    for (const view of declaration.views) {
      if (!('spec' in view)) continue;
      this.params(view.spec);
      if ('alt' in view && view.alt) this.expression(view.alt);
      this.part(view.spec, 'spec');
    }
  }

  /** Counts what there is, and refuses names that every object has. */
  private plain(part: unknown, depth: number): void {
    this.parts += 1;
    if (this.parts > MOST_PARTS) refuse('more than a panel can show');
    if (depth > DEEPEST) refuse('parts nested without end');
    if (part === null || typeof part !== 'object') return;
    for (const key of Object.keys(part)) {
      if (key === '__proto__') refuse('the name __proto__');
      this.plain((part as Row)[key], depth + 1);
    }
  }

  private name(...lists: { name: string }[][]): void {
    for (const { name } of lists.flat()) {
      if (!NAME.test(name) || TAKEN.has(name) || isForeign(name)) refuse(`the name ${name}`);
      this.signals.add(name).add(`pinned_${name}`);
    }
  }

  /** Collects the names of a chart's own parameters before anything may use them. */
  private params(part: unknown): void {
    if (Array.isArray(part)) return part.forEach((one) => this.params(one));
    if (part === null || typeof part !== 'object') return;
    for (const [key, inner] of Object.entries(part)) {
      if (key === 'params' && Array.isArray(inner)) this.name(inner);
      if (!isData(key)) this.params(inner);
    }
  }

  private expression(text: unknown, signals: ReadonlySet<string> = this.signals): void {
    const what = typeof text === 'string' ? expressionFault(text, signals) : 'no expression';
    if (what) refuse(what);
  }

  private rows(rows: unknown): void {
    if (!Array.isArray(rows) || rows.length > MOST_ROWS) refuse('more rows than a chart can show');
    for (const row of rows) {
      const cells = row !== null && typeof row === 'object' ? Object.values(row) : [row];
      if (cells.some((cell) => typeof cell === 'string' && ADDRESS.test(cell)))
        refuse('an address');
    }
  }

  /** Any part of a chart, by the key under which it stands. */
  private part(part: unknown, key: string): void {
    if (Array.isArray(part)) return part.forEach((one) => this.part(one, key));
    if (typeof part === 'string') return this.text(part, key);
    if (typeof part === 'number') return this.number(part, key);
    if (part === null || typeof part !== 'object') return;
    for (const [inner, value] of Object.entries(part)) this.keyed(value, inner);
  }

  private keyed(value: unknown, key: string): void {
    if (REFUSED.has(key)) refuse(`"${key}"`);
    if (key === 'data') return this.data(value);
    if (key === 'datasets') return Object.values(value as Row).forEach((rows) => this.rows(rows));
    if (key === 'mark') this.mark(value);
    if (key === 'bin' && value !== null && typeof value === 'object' && 'step' in value) {
      refuse('steps of its own');
    }
    if (EXPRESSIONS.has(key)) {
      // A test may also be a predicate, whose own expressions come below.
      if (typeof value === 'string') return this.expression(value);
    }
    this.part(value, key);
  }

  private data(data: unknown): void {
    if (data === null || typeof data !== 'object') return;
    const { values, sequence, ...rest } = data as Row;
    if (values !== undefined) this.rows(Array.isArray(values) ? values : [values]);
    if (sequence !== undefined) this.sequence(sequence as Row);
    this.part(rest, 'data');
  }

  private sequence({ start, stop, step = 1, as = '' }: Row): void {
    const count = (Number(stop) - Number(start)) / Number(step);
    if (!(Math.abs(count) <= MOST_STEPS)) refuse('a sequence without end');
    this.part(as, 'as');
  }

  private mark(mark: unknown): void {
    const type = typeof mark === 'string' ? mark : (mark as Row | null)?.type;
    if (typeof type !== 'string' || !MARKS.has(type)) refuse(`a mark of the kind ${String(type)}`);
  }

  private text(text: string, key: string): void {
    if (ADDRESS.test(text)) refuse('an address');
    if (
      EXPRESSIONS.has(key) ||
      key === 'filter' ||
      key === 'and' ||
      key === 'or' ||
      key === 'not'
    ) {
      return this.expression(text);
    }
    if (WORDS.has(key) && !WORD.test(text)) refuse(`"${key}" of more than a word`);
    if (text.split(PATH).some((name) => /^(__proto__|constructor|prototype)$/.test(name))) {
      refuse(`the name ${text}`);
    }
  }

  private number(number: number, key: string): void {
    if (/(width|height|padding)$/i.test(key) && Math.abs(number) > MOST_PIXELS) {
      refuse(`a ${key} of ${number}`);
    }
    if (/^(tickCount|maxbins|steps|start|stop|resolution)$/.test(key) && number > MOST_STEPS) {
      refuse(`a ${key} of ${number}`);
    }
  }
}

/** What stands under these keys is rows, in which every name is the author's. */
function isData(key: string): boolean {
  return key === 'data' || key === 'datasets';
}
