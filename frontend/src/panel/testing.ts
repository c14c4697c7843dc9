/** Small declarations, models and hosts for the unit tests. */
import type {
  ChartView,
  Declaration,
  Host,
  NumberField,
  NumberRules,
  PanelJSON,
  Row,
} from '../contract/declaration';
import { chartSpec } from './chart/spec';
import { Session } from './session/session';
import { stubHost, stubModel } from '../contract/stub';

/** As clvwidgets/number_format.py declares them. */
export const ENGLISH: NumberRules = {
  decimal: '.',
  thousands: ',',
  grouping: [3],
  currency: ['€', ''],
};
export const GERMAN: NumberRules = {
  decimal: ',',
  thousands: '.',
  grouping: [3],
  currency: ['', '\u00a0€'],
  percent: '\u00a0%',
};
export const FRENCH: NumberRules = { ...GERMAN, thousands: '\u202f' };
export const SWISS: NumberRules = {
  decimal: '.',
  thousands: '’',
  grouping: [3],
  currency: ['CHF\u00a0', ''],
  negative: ['CHF-', ''],
};
export const TURKISH: NumberRules = {
  decimal: ',',
  thousands: '.',
  grouping: [3],
  currency: ['₺', ''],
  percent_before: '%',
};
export const YEN: NumberRules = { ...ENGLISH, currency: ['￥', ''], cents: 0 };
export const INDIAN: NumberRules = {
  ...ENGLISH,
  grouping: [3, 2, 2, 2, 2, 2, 2, 2, 2],
  currency: ['₹', ''],
};
export const SWEDISH: NumberRules = {
  decimal: ',',
  thousands: '\u00a0',
  grouping: [3],
  currency: ['', '\u00a0kr'],
  percent: '\u00a0%',
  sign: '\u2212',
};

export const margin: NumberField = {
  kind: 'number',
  name: 'margin',
  label: 'Margin per month',
  help: 'What is left.',
  low: 0,
  high: 500,
  step: 1,
  format: { kind: 'money' },
};

export const churn: NumberField = {
  kind: 'number',
  name: 'churn',
  label: 'Churn per month',
  help: 'How many leave.',
  low: 0.001,
  high: 0.6,
  step: 0.001,
  format: { kind: 'percent' },
};

export function declare(change: Partial<Declaration> = {}): Declaration {
  return {
    version: 1,
    title: 'What is a subscriber worth?',
    name: 'Subscription CLV',
    locale: 'en-US',
    currency: 'EUR',
    number_format: ENGLISH,
    fields: [margin, churn],
    presets: [],
    outputs: [{ name: 'clv', label: 'Value', expr: 'margin / churn', format: { kind: 'money' } }],
    headline: ['clv'],
    views: [],
    selection: null,
    config: {},
    ...change,
  };
}

export function store(change: Partial<PanelJSON> = {}): PanelJSON {
  return {
    declaration: declare(),
    values: { margin: 40, churn: 0.05 },
    results: { clv: 800 },
    pinned: [],
    selection: { keys: [] },
    datasets: {},
    status: { state: 'ready', message: '' },
    ...change,
  };
}

/** A session on a stub model, with a kernel that the test switches off and on. */
export function openSession(change: Partial<PanelJSON> = {}) {
  let saves = 0;
  const kernel = { away: false };
  const model = { ...stubModel(store(change)), save_changes: () => (saves += 1) };
  const host: Host = {
    kind: 'live',
    kernelIsAway: () => kernel.away,
    onKernelChange: () => () => {},
    loadVega: () => new Promise(() => {}),
  };
  const session = new Session(model, host);
  return { session, model, kernel, saves: () => saves };
}

/** Lets the session tell its parts. */
export const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Each chart of a stored panel, as Vega-Lite gets it: its label, what is drawn, and how. */
export function chartsOf(stored: PanelJSON): { label: string; spec: Row; config: Row }[] {
  const model = stubModel(stored);
  if (model.get('declaration').card) return [];
  const session = new Session(
    model,
    stubHost(() => new Promise(() => {})),
  );
  const known = { session, answers: { now: null, pinned: null, pinnedValues: null } };
  const { views, config } = session.declaration;
  const datasets = { sensitivity: [], ...session.datasets };
  return views
    .filter((view): view is ChartView => 'spec' in view)
    .map(({ label, spec, alt }) => ({
      label,
      spec: chartSpec(known, { spec, alt, datasets }),
      config,
    }));
}
