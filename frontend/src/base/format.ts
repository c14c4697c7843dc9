/**
 * Numbers as people write them. clvwidgets/number_format.py writes the same text in Python; the
 * rule stands in `decimals` and `Numbers.text`, and a test compares the two.
 */
import type { Format } from '../contract/declaration';

/**
 * Fewest and most decimals a value is written with: money from 100 up and whole money has none,
 * otherwise two; percent has at most one, below 1 % at most two; a ratio has one; a count none; a
 * duration at most one; any other number at most three, from 1000 up none. `Intl` rounds half away
 * from zero, going by the shortest decimal text of the number: 1.005 becomes 1.01.
 */
export function decimals(value: number, kind: Format['kind']): [number, number] {
  const size = Math.abs(value);
  switch (kind) {
    case 'money':
      // 99.996 would read 100.00: it belongs to the numbers without cents already.
      return size >= 99.995 || Number.isInteger(value) ? [0, 0] : [2, 2];
    case 'percent':
      return [0, size > 0 && size < 0.01 ? 2 : 1];
    case 'ratio':
      return [1, 1];
    case 'count':
      return [0, 0];
    case 'duration':
      return [0, 1];
    default:
      return [0, size >= 1000 ? 0 : 3];
  }
}

/**
 * Digits of a value in a table, where columns are scanned and not read: any other number has three
 * figures, from 1000 up all its whole ones; below 0.001 it has what a readout has.
 */
function tableDigits(value: number, kind: Format['kind']): Intl.NumberFormatOptions {
  const size = Math.abs(value);
  if (kind !== 'number' || Number.isInteger(value) || size < 0.001 || size >= 1000)
    return readoutDigits(value, kind);
  return { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
}

function readoutDigits(value: number, kind: Format['kind']): Intl.NumberFormatOptions {
  const [fewest, most] = decimals(value, kind);
  return { minimumFractionDigits: fewest, maximumFractionDigits: most };
}

/** The text of a number with a true minus, as charts have it. */
export function trueMinus(text: string): string {
  return text.replace(/^([^\d-]*)-(?=\D*\d)/, '$1\u2212');
}

/** A unit that stands beside a number box. */
export interface Unit {
  text: string;
  before: boolean;
}

export class Numbers {
  readonly decimal: string;
  readonly group: string;
  private readonly cache = new Map<string, Intl.NumberFormat>();

  constructor(
    private readonly locale: string,
    private readonly currency: string,
  ) {
    const parts = this.plain({ minimumFractionDigits: 1 }).formatToParts(12345.5);
    this.decimal = parts.find((part) => part.type === 'decimal')?.value ?? '.';
    this.group = parts.find((part) => part.type === 'group')?.value ?? '';
  }

  /** Writes a value for people, with its unit. What is no number is said to be none. */
  text(value: unknown, format: Format): string {
    return this.write(value, format, readoutDigits);
  }

  /** Writes a value in a table. */
  cell(value: unknown, format: Format): string {
    return trueMinus(this.write(value, format, tableDigits));
  }

  private write(value: unknown, format: Format, digitsOf: typeof readoutDigits): string {
    if (typeof value !== 'number' || Number.isNaN(value)) return 'not defined';
    if (!Number.isFinite(value)) return format.infinite ?? 'no limit';
    const digits = digitsOf(value, format.kind);
    const written = this.plain({
      ...this.style(format.kind),
      ...digits,
      // -0.001 reads 0, not -0.
      signDisplay: 'negative',
    } as Intl.NumberFormatOptions).format(value);
    return format.unit ? `${written} ${this.word(value, format.unit, digits)}` : written;
  }

  /** Writes how far two values are apart, without sign: percent in points, money in money. */
  distance(apart: number, format: Format): string {
    const size = Math.abs(apart);
    if (format.kind !== 'percent') return this.text(size, format);
    const digits = { maximumFractionDigits: decimals(size, 'percent')[1] };
    const points = shiftDecimal(size, 2);
    return `${this.plain(digits).format(points)} ${this.word(points, ['point', 'points'], digits)}`;
  }

  /** Writes a number in a box: without unit, percent times a hundred, digits as typed. */
  box(value: number, format: Format): string {
    const shown = format.kind === 'percent' ? shiftDecimal(value, 2) : value;
    return this.plain({ maximumFractionDigits: 4, signDisplay: 'negative' } as any).format(shown);
  }

  /** What stands beside the box, and on which side the locale wants it. */
  unit(format: Format): Unit | null {
    if (format.unit) return { text: format.unit[1], before: false };
    if (format.kind !== 'money' && format.kind !== 'percent') return null;
    const parts = this.plain(this.style(format.kind)).formatToParts(1);
    const at = parts.findIndex((part) => part.type === 'currency' || part.type === 'percentSign');
    const digits = parts.findIndex((part) => part.type === 'integer');
    return { text: parts[at]?.value ?? '', before: at < digits };
  }

  private style(kind: Format['kind']): Intl.NumberFormatOptions {
    if (kind === 'money') return { style: 'currency', currency: this.currency };
    return kind === 'percent' ? { style: 'percent' } : {};
  }

  /** The word follows the number as written: 1.04 is "1 month", 1.06 "1.1 months". */
  private word(value: number, unit: [string, string], digits: Intl.NumberFormatOptions): string {
    const text = new Intl.NumberFormat('en', { ...digits, useGrouping: false });
    return Number(text.format(value)) === 1 ? unit[0] : unit[1];
  }

  private plain(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    let format = this.cache.get(key);
    if (!format) {
      // Latin digits everywhere, as Python's side writes them.
      format = new Intl.NumberFormat(this.locale, { numberingSystem: 'latn', ...options });
      this.cache.set(key, format);
    }
    return format;
  }
}

/** Moves the decimal point without the noise of a multiplication: 0.07 by 2 is 7. */
export function shiftDecimal(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
