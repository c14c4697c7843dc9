/** Completes a chart's specification with what the panel knows: signals, data, width. */
import type { Answers } from '../session/answers';
import type { Row, Value } from '../../contract/declaration';
import { periodsPerYear } from '../session/period';
import type { Session } from '../session/session';

export interface Signal {
  name: string;
  value: unknown;
}

/** Names of the signals that carry the chart's own texts out to the page. */
export const TITLE = 'clv_title';
export const SUBTITLE = 'clv_subtitle';
export const ALT = 'clv_alt';

const PIXELS_HIGH = 280;

/** What the signals are made from. */
interface Known {
  session: Session;
  answers: Pick<Answers, 'now' | 'pinned' | 'pinnedValues'>;
}

/** The signals that follow the panel: fields, the pinned scenario, the selection. */
export function liveSignals({ session, answers }: Known): Signal[] {
  const { values, reference, selection, declaration } = session;
  // Without a pinned scenario the live one stands in for it.
  const results = answers.pinned ?? answers.now ?? {};
  const pinned: Record<string, Value> = { ...values, ...answers.pinnedValues };
  const names = Object.keys(values);
  const perYear = periodsPerYear(declaration, values.period);
  return [
    ...names.map((name) => ({ name, value: values[name] })),
    ...names.map((name) => ({ name: `pinned_${name}`, value: pinned[name] })),
    ...declaration.outputs.map(({ name }) => ({ name: `pinned_${name}`, value: results[name] })),
    { name: 'has_pinned', value: reference !== null },
    ...(declaration.period ? [{ name: 'periods_per_year', value: perYear }] : []),
    { name: 'is_filtered', value: session.isFiltered },
    { name: 'selected_keys', value: 'keys' in selection ? selection.keys : [] },
  ];
}

export interface ChartSource {
  spec: Row;
  /** Expression of the text for screen readers. */
  alt?: string;
  datasets: Record<string, Row[]>;
}

/** The specification as Vega-Lite gets it; the declaration's own stays untouched. */
export function chartSpec(known: Known, source: ChartSource): Row {
  const { outputs, terms = [], title, name } = known.session.declaration;
  const spec: Row = structuredClone(source.spec);
  // A chart on its own keeps its title as its author placed it. In a panel the title is the
  // page's text: it can wrap on a narrow page, and change.
  const titles = title || name ? takeTitles(spec) : [];
  const params: Row[] = [
    ...liveSignals(known).map((signal) => ({ ...signal })),
    { name: 'cursor_key', value: null },
    ...[...terms, ...outputs].map(({ name: computed, expr }) => ({ name: computed, expr })),
    ...titles,
    ...(source.alt ? [{ name: ALT, expr: source.alt }] : []),
  ];
  const ours = new Set(params.map((param) => param.name));
  const own = ((spec.params as Row[] | undefined) ?? []).filter((param) => !ours.has(param.name));
  spec.params = [...params, ...own];
  spec.datasets = { ...(spec.datasets as Row), ...copyRows(source.datasets) };
  // A specification could bring options of its own, such as a loader or a menu.
  delete spec.usermeta;
  if (isSingle(spec)) {
    spec.width ??= 'container';
    spec.height ??= PIXELS_HIGH;
  }
  return spec;
}

/** Vega writes into the rows it is given: each chart gets its own. */
export function copyRows(datasets: Record<string, Row[]>): Record<string, Row[]> {
  const entries = Object.entries(datasets);
  return Object.fromEntries(entries.map(([name, rows]) => [name, rows.map((row) => ({ ...row }))]));
}

/** Charts made of several cannot follow the width of their container. */
function isSingle(spec: Row): boolean {
  const encoding = (spec.encoding ?? {}) as Row;
  const isFaceted = 'row' in encoding || 'column' in encoding || 'facet' in encoding;
  return ('mark' in spec || 'layer' in spec) && !isFaceted;
}

function takeTitles(spec: Row): Row[] {
  const title = spec.title as any;
  const parts = typeof title === 'object' && !Array.isArray(title) ? title : { text: title };
  delete spec.title;
  return [
    { name: TITLE, expr: textExpression(parts?.text) },
    { name: SUBTITLE, expr: textExpression(parts?.subtitle) },
  ].filter((signal) => signal.expr !== null);
}

/** A title is text, lines of text or an expression. */
function textExpression(text: any): string | null {
  if (text === null || text === undefined) return null;
  if (typeof text === 'string') return JSON.stringify(text);
  if (Array.isArray(text)) return JSON.stringify(text.join(' '));
  return text.expr ?? text.signal ?? null;
}
