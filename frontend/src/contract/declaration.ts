/**
 * The contract between Python and the browser: what a panel is, and what its model holds.
 *
 * `clvwidgets/widgets/panel/panel.py` writes it; every host (live widget, saved notebook, exported page)
 * shows it. Keys are in snake_case because they come from Python.
 */

import type { Card } from './card';

/** A field's value: fraction for percent fields, option value for choices. */
export type Value = number | string | boolean;
export type Values = Record<string, Value>;
export type Row = Record<string, unknown>;

/** How a number is written for people. */
export interface Format {
  kind: 'money' | 'percent' | 'ratio' | 'count' | 'duration' | 'number';
  /** Word behind the number, singular and plural: ["month", "months"]. Durations and counts. */
  unit?: [string, string];
  /** What to write for a value without limit, such as "never". */
  infinite?: string;
}

/**
 * How the locale and the currency write numbers; Python decides it (charts/numbers.py) and nobody
 * else is asked. The names are those of D3's locales, so charts take the whole as it is; `sign`,
 * `cents`, `negative` and `percent_before` are ours. What is left out is as in American English.
 */
export interface NumberRules {
  decimal: string;
  thousands: string;
  /** Digits of a group, from the point on; the last holds for all that follow. */
  grouping: number[];
  /** What stands before and behind money. */
  currency: [string, string];
  /** What stands behind a percentage. */
  percent?: string;
  /** Minus in charts and tables, whose columns are scanned: a true one. */
  minus?: string;
  /** Minus in running text, as the locale types it. */
  sign?: string;
  /** Decimals of the currency. */
  cents?: number;
  /** What stands around negative money, where it is not the sign before all. */
  negative?: [string, string];
  /** The percent sign, where it stands before; charts have it behind. */
  percent_before?: string;
}

interface FieldBase {
  name: string;
  label: string;
  help: string;
  /** True when only Python can answer a change of it: disabled while the kernel is away. */
  needs_kernel?: boolean;
}

/** A slider paired with a number box. `low`, `high`, `step` are in the model's units. */
export interface NumberField extends FieldBase {
  kind: 'number';
  low: number;
  high: number;
  step: number;
  format: Format;
  /** Where only whole numbers make sense. */
  whole?: boolean;
  /** What an experiment measured of it, with its 95 % interval, in the model's units. */
  known?: { value: number; low: number; high: number; about: string };
  /** Which of the declaration's conversions takes the value to another period. */
  converts?: string;
  /** Low, high and step in the periods other than the one the panel started in. */
  ranges?: Record<string, [number, number, number]>;
  /** What a conversion may come to at most. */
  most?: number;
}

export interface ChoiceField extends FieldBase {
  kind: 'choice';
  options: { value: string; label: string }[];
}

export interface SwitchField extends FieldBase {
  kind: 'switch';
}

/** A text that Python takes, or refuses with a reason. */
export interface TextField extends FieldBase {
  kind: 'text';
  /** Offered while typing; other texts may be typed too. */
  suggestions: string[];
}

export type Field = NumberField | ChoiceField | SwitchField | TextField;

/** A named result: a Vega expression over field names, traced from the Python formula. */
export interface Output {
  name: string;
  label: string;
  expr: string;
  format: Format;
  /** Which direction is good news against the pinned scenario. */
  better?: 'higher' | 'lower';
}

interface ViewBase {
  id: string;
  label: string;
}

/** A Vega-Lite chart. Fields, outputs, the same with `pinned_`, and `has_pinned` are signals. */
export interface ChartView extends ViewBase {
  kind: 'chart';
  spec: Row;
  /** Expression for the picture's text for screen readers; falls back to spec.description. */
  alt?: string;
}

/** The chart of which input moves the result most; its rows come from the evaluator. */
export interface SensitivityView extends ViewBase {
  kind: 'sensitivity';
  /** Reads a data set named "sensitivity" with columns field, label, low, high, span. */
  spec: Row;
  of: string;
  /** The result that the elasticities are of: `of`, or one that does not count whole periods. */
  elastic?: string;
  fields: string[];
  /** Relative shift of each input, 0.1 for ten percent, cut at the field's range. */
  shift: number;
}

/**
 * The formula in words and with the numbers put in. `{name}` in `formula` and in `result` stands
 * for a field or an output: its label in words, its number below.
 */
export interface ExplanationView extends ViewBase {
  kind: 'explanation';
  steps: { label: string; formula: string; result: string }[];
}

/** Inputs and outputs of the live and the pinned scenarios side by side. */
export interface ScenariosView extends ViewBase {
  kind: 'scenarios';
}

/** The rows behind the chart, as a table. */
export interface TableView extends ViewBase {
  kind: 'table';
  /** A data set whose rows have all the columns is looked up in the chart view `of`. */
  of: string;
  columns: { field: string; label: string; format?: Format }[];
}

export type View = ChartView | SensitivityView | ExplanationView | ScenariosView | TableView;

/** What can be chosen in the first chart view. */
export type SelectionRule =
  | {
      /**
       * Marks by their keys. The chart gets two signals to show the choice with: `selected_keys`,
       * an array, and `cursor_key`, the key under the keyboard's cursor or null.
       */
      kind: 'keys';
      /** Field of the clicked mark that names it; a click chooses it, shift-click adds. */
      key: string;
      /** Fields that place the marks on a grid, for the arrow keys; "" where bars have no place. */
      x: string;
      y: string;
      /** Sums written above the chart, for the chosen rows and as share of all rows. */
      sums: { field: string; label: string; format: Format }[];
      /** Groups of keys that can be chosen at once, such as named segments. */
      groups: { label: string; keys: string[]; help: string }[];
      /** What one key is, singular and plural, such as ["cell", "cells"]. */
      noun: [string, string];
      /** A field that chooses the rows whose number `upto` does not exceed its value. */
      follows?: { field: string; upto: string };
      /** A field that says which marks there are: to change it chooses none. */
      within?: string;
      /** Offers the chosen customers as a file, which Python writes. */
      file?: { label: string; help: string };
      /** Offers to give the chosen keys a name of their own, which Python takes up. */
      naming?: { label: string; button: string; help: string };
    }
  | {
      kind: 'interval';
      /** Name of the Vega-Lite interval parameter. */
      param: string;
    };

/**
 * How a choice in another panel filters this one: in the data set `rows` the sums of `fields` are
 * taken anew from `crossed`, which has a row for each pair of own `key` and the other's, `other`.
 */
export interface Filtering {
  rows: string;
  crossed: string;
  key: string;
  fields: string[];
}

/** Chosen keys, or for an interval its bounds by field; empty means nothing is chosen. */
export type Selection = { keys: string[] } | { interval: Record<string, [number, number]> };

/**
 * The period of all fields "per period". In a declaration that has one, `{period}` and `{Period}`
 * stand for its name in every text, `{periods_per_year}` for its number; `period` is among the
 * values, in the history and in what is pinned; `periods_per_year` is a signal.
 */
export interface Period {
  /** More than one where it can be changed. */
  options: { value: string; label: string; per_year: number }[];
  /** Where nothing is per period, as in a trial that lasted as long as it did. */
  unsaid?: boolean;
  /** Vega expressions over `value`, `from_per_year` and `to_per_year`. */
  conversions: Record<string, string>;
}

export interface Declaration {
  version: 1;
  /** What the panel answers, a question or a sentence. Empty for a plain chart. */
  title: string;
  /** What it is called, such as "Subscription CLV". */
  name: string;
  /** BCP 47 tag and ISO 4217 code. */
  locale: string;
  currency: string;
  /** Made from the same: text, tables and charts write by it. */
  number_format: NumberRules;
  period?: Period;
  /** A lesson's card instead of a panel: all below is empty then. */
  card?: Card;
  fields: Field[];
  presets: { name: string; values: Values }[];
  /** What Reset goes back to; without it, the values that the panel was opened with. */
  start?: Values;
  outputs: Output[];
  /** Terms that outputs share, in an order in which none needs a later one; nobody reads them. */
  terms?: { name: string; expr: string }[];
  /** Names of at most three outputs. */
  headline: string[];
  views: View[];
  selection: SelectionRule | null;
  filtering?: Filtering;
  /** Vega config of the house: fonts and colours as CSS variables. */
  config: Row;
  /** How "Copy as Python" writes the panel: `import`, then `call(field=value, ..., fixed)`. */
  python?: { import: string; call: string; fixed: Record<string, Value | null> };
}

export interface Status {
  /** "locked" hides the results until Python or the lesson unlocks them. */
  state: 'ready' | 'locked' | 'busy' | 'error';
  message: string;
}

export interface Scenario {
  name: string;
  values: Values;
}

/** What a step back brings back: the values and, where something can be chosen, the choice. */
export type State = Record<string, Value | Selection>;

/** Steps back and forth: `entries[at]` is what is shown. */
export interface History {
  entries: State[];
  at: number;
}

/** The stored form: `application/vnd.clvwidgets.panel+json`, and the JSON in an exported page. */
export interface PanelJSON {
  /** As JSON text in a notebook, as an object in a page. */
  declaration: Declaration | string;
  values: Values;
  /** The numbers of the outputs, rounded: for nbval and for readers of the file. */
  results: Record<string, number | string>;
  pinned: Scenario[];
  selection: Selection;
  filter?: { keys: string[] };
  datasets: Record<string, Row[]>;
  status: Status;
}

/** What Python answers to a question: a sentence, and a file where one was asked for. */
export interface Reply {
  said: string;
  file?: { name: string; type: string; content: Blob };
}

/** What a host gives a panel. */
export interface PanelModel {
  get(key: string): any;
  set(key: string, value: unknown): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback?: () => void): void;
}

/** What only the host knows. */
export interface Host {
  /** A widget with a kernel, a notebook opened without, or a page that never has one. */
  kind: 'live' | 'saved' | 'page';
  /** Whether Python hears and answers now. */
  kernelIsAway(): boolean;
  /** Calls back whenever that may have changed; returns how to stop. */
  onKernelChange(callback: () => void): () => void;
  /** Loads Vega: already on the page, from the runtime widget, or from the package file. */
  loadVega(): Promise<VegaRuntime>;
  /** Asks Python; hosts without Python lack it. */
  ask?(question: Row): Promise<Reply>;
}

/** What the Vega bundle exports (vega.ts). */
export interface VegaRuntime {
  /** vega-embed; `logger` and `isStored` are among the options. */
  embed: (el: HTMLElement, spec: Row, options: Row) => Promise<any>;
  /** A view of a Vega (not Vega-Lite) specification that is never drawn, only asked. */
  headless: (spec: Row) => any;
  /** What none of our panels has, as part of a sentence; "" for nothing. */
  foreignPart?: (panel: Pick<PanelJSON, 'declaration' | 'values' | 'datasets'>) => string;
  vega: any;
}
