/**
 * The period of a calculator: puts its name and its ranges into the declaration, and converts
 * values from one period to another with the expressions that Python has sent.
 * clvwidgets/display/periods.py does the first, clvwidgets/widgets/calculators/_period.py the second in Python.
 */
import type {
  Declaration,
  Field,
  NumberField,
  Value,
  Values,
  VegaRuntime,
} from '../../contract/declaration';
import { grown } from './range';

/** A conversion's result without the noise of its last digits. */
const DIGITS = 10;
const NOISE = 1e-13;

export function periodsPerYear({ period }: Declaration, name: Value): number {
  return period?.options.find((option) => option.value === name)?.per_year ?? NaN;
}

/** The declaration as it reads for the panel's values in their period. */
export function filled(declaration: Declaration, values: Values): Declaration {
  if (!declaration.period) return declaration;
  const name = String(values.period);
  const perYear = periodsPerYear(declaration, name);
  const words: [string, string][] = [
    ['{period}', name],
    ['{Period}', name.charAt(0).toUpperCase() + name.slice(1)],
    ['{periods_per_year}', String(Number(perYear.toPrecision(DIGITS)))],
  ];
  const complete = written(declaration, words) as Declaration;
  const fields = complete.fields.map((field) => ranged(field, values[field.name], name));
  return { ...complete, fields };
}

function written(part: unknown, words: [string, string][]): unknown {
  if (typeof part === 'string') {
    return words.reduce((text, [template, word]) => text.replaceAll(template, word), part);
  }
  if (Array.isArray(part)) return part.map((item) => written(item, words));
  if (part === null || typeof part !== 'object') return part;
  const entries = Object.entries(part);
  return Object.fromEntries(entries.map(([key, value]) => [key, written(value, words)]));
}

/** A slider's range in the period; it grows to hold the value. */
function ranged(field: Field, value: Value, period: string): Field {
  const range = field.kind === 'number' ? field.ranges?.[period] : undefined;
  if (!range || typeof value !== 'number') return field;
  const [low, high, step] = range;
  return grown({ ...field, low, high, step } as NumberField, value);
}

/** The field that a conversion has taken beyond what is possible: growth compounds without end. */
export function tooLarge(values: Values, { fields }: Declaration): NumberField | undefined {
  return fields.find(
    (field): field is NumberField =>
      field.kind === 'number' &&
      field.most !== undefined &&
      (values[field.name] as number) > field.most,
  );
}

/** Converts values between periods with Vega's own arithmetic. */
export class Converter {
  private readonly view: any;

  constructor(
    private readonly declaration: Declaration,
    { headless }: Pick<VegaRuntime, 'headless'>,
  ) {
    const inputs = ['value', 'from_per_year', 'to_per_year'];
    const conversions = Object.entries(declaration.period?.conversions ?? {});
    this.view = headless({
      signals: [
        ...inputs.map((name) => ({ name, value: 1 })),
        ...conversions.map(([name, expr]) => ({ name: `in_${name}`, update: expr })),
      ],
    });
  }

  /** The values of a step, a preset or a scenario, in another period than their own. */
  convert(values: Values, period: string): Values {
    const { fields } = this.declaration;
    const change: Values = { period };
    for (const field of fields) {
      const value = values[field.name];
      if (field.kind !== 'number' || !field.converts || typeof value !== 'number') continue;
      change[field.name] = this.one(field.converts, value, values.period, period);
    }
    return { ...values, ...change };
  }

  dispose(): void {
    this.view.finalize();
  }

  private one(conversion: string, value: number, from: Value, to: string): number {
    this.view.signal('value', value);
    this.view.signal('from_per_year', periodsPerYear(this.declaration, from));
    this.view.signal('to_per_year', periodsPerYear(this.declaration, to));
    this.view.run();
    return tidy(this.view.signal(`in_${conversion}`));
  }
}

function tidy(value: number): number {
  const short = Number(value.toPrecision(DIGITS));
  return Math.abs(short - value) <= NOISE * Math.abs(value) ? short : value;
}
