/**
 * Numbers as people write them, by the rules in the declaration: no opinion of the browser's own.
 * clvwidgets/number_format.py writes the same text in Python; a test compares the two.
 */
import type { Format, NumberRules } from '../contract/declaration';

/**
 * Fewest and most decimals a value is written with: money from 100 up and whole money has none,
 * otherwise those of its currency; percent has at most one, below 1 % at most two; a ratio has one;
 * a count none; a duration at most one; any other number at most three, from 1000 up none.
 */
export function decimals(value: number, kind: Format['kind'], cents = 2): [number, number] {
  const size = Math.abs(value);
  switch (kind) {
    case 'money':
      // 99.996 would read 100.00: it belongs to the numbers without cents already.
      return Number.isInteger(value) || rounded(size, cents).size >= 100 ? [0, 0] : [cents, cents];
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

type Digits = [fewest: number, most: number];

/**
 * Digits of a value in a table, where columns are scanned and not read: any other number has three
 * figures, from 1000 up all its whole ones; below 0.001 it has what a readout has.
 */
function tableDigits(value: number, kind: Format['kind'], cents?: number): Digits {
  const size = Math.abs(value);
  if (kind !== 'number' || Number.isInteger(value) || size < 0.001 || size >= 1000)
    return decimals(value, kind, cents);
  // The first of three figures may come with the rounding: 99.96 is 100.
  const places = (of: number) => Math.max(0, 2 - Math.floor(Math.log10(of)));
  const most = places(rounded(size, places(size)).size);
  return [most, most];
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

  constructor(private readonly rules: NumberRules) {
    this.decimal = rules.decimal;
    this.group = rules.thousands;
  }

  /** Writes a value for people, with its unit. What is no number is said to be none. */
  text(value: unknown, format: Format): string {
    return this.write(value, format, decimals);
  }

  /** Writes a value in a table. */
  cell(value: unknown, format: Format): string {
    return trueMinus(this.write(value, format, tableDigits));
  }

  private write(value: unknown, format: Format, digitsOf: typeof decimals): string {
    if (typeof value !== 'number' || Number.isNaN(value)) return 'not defined';
    if (!Number.isFinite(value)) return format.infinite ?? 'no limit';
    const safe = known(value);
    const digits = digitsOf(safe, format.kind, this.rules.cents);
    return this.figure(safe, digits, format, format.kind === 'percent' ? 2 : 0);
  }

  /** Writes how far two values are apart, without sign: percent in points, money in money. */
  distance(apart: number, format: Format): string {
    const size = known(Math.abs(apart));
    if (format.kind !== 'percent') return this.text(size, format);
    const points: Format = { kind: 'number', unit: ['point', 'points'] };
    return this.figure(size, decimals(size, 'percent'), points, 2);
  }

  /** Writes a number in a box: without unit, percent times a hundred, digits as typed. */
  box(value: number, format: Format): string {
    return this.figure(value, [0, 4], { kind: 'number' }, format.kind === 'percent' ? 2 : 0);
  }

  /** Writes a number with the digits it has, such as a guess. */
  plain(value: number): string {
    return this.box(value, { kind: 'number' });
  }

  /** What stands beside the box, and on which side the locale wants it. */
  unit(format: Format): Unit | null {
    if (format.unit) return { text: format.unit[1], before: false };
    if (format.kind !== 'money' && format.kind !== 'percent') return null;
    const [before, after] = this.around(format.kind, false).map(withoutMarks);
    return { text: before || after || '', before: !!before };
  }

  /** Writes a finite value times ten to the `shift`, with its unit. */
  private figure(value: number, [fewest, most]: Digits, format: Format, shift: number): string {
    const { whole, fraction, size } = rounded(value, most, shift);
    const kept = fraction.replace(/0+$/, '').padEnd(fewest, '0');
    // -0.001 reads 0, not -0.
    const [before, after] = this.around(format.kind, value < 0 && size > 0);
    const point = kept && this.rules.decimal;
    const text = before + this.grouped(whole) + point + kept + after;
    if (!format.unit) return text;
    // The word follows the number as written: 1.04 is "1 month", 1.06 "1.1 months".
    return `${text} ${format.unit[value > 0 && size === 1 ? 0 : 1]}`;
  }

  private grouped(whole: string): string {
    const { grouping, thousands } = this.rules;
    const first = grouping[0]!;
    const rest = grouping.at(-1)!;
    let text = whole.slice(-first);
    for (let left = whole.slice(0, -first); left; left = left.slice(0, -rest))
      text = left.slice(-rest) + thousands + text;
    return text;
  }

  /** What stands before and behind the digits. */
  private around(kind: Format['kind'], isNegative: boolean): [string, string] {
    const { rules } = this;
    const sign = isNegative ? (rules.sign ?? '-') : '';
    if (kind === 'money') {
      if (isNegative && rules.negative) return rules.negative;
      return [sign + rules.currency[0], rules.currency[1]];
    }
    if (kind !== 'percent') return [sign, ''];
    const before = rules.percent_before;
    return before ? [sign + before, ''] : [sign, rules.percent ?? '%'];
  }
}

/**
 * Takes off the digits that hang on the processor, so that it decides no rounding. From a million
 * millions up they lie behind the point, where nothing is written.
 */
function known(value: number): number {
  return Math.abs(value) < 1e12 ? Number(value.toPrecision(12)) : value;
}

/**
 * The digits of |value| times ten to the `shift`, rounded half away from zero. It goes by the
 * shortest decimal text of the number, which is what people read: 1.005 becomes 1.01.
 */
function rounded(value: number, places: number, shift = 0) {
  const [digits, exponent = '0'] = String(Math.abs(value)).split('e');
  const [before, behind = ''] = digits!.split('.');
  const all = before! + behind;
  const cut = before!.length + Number(exponent) + shift + places;
  const kept = all.slice(0, Math.max(0, cut)).padEnd(cut, '0');
  const isUp = cut >= 0 && all.charAt(cut) >= '5';
  const text = (BigInt(kept) + (isUp ? 1n : 0n)).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places);
  return { whole, fraction, size: Number(`${whole}.${fraction}`) };
}

/** Marks of direction and spaces order a number within a text; beside a box they are nothing. */
export function withoutMarks(text: string): string {
  return text.replace(/[\u200e\u200f\u061c]/g, '').trim();
}

/** Moves the decimal point without the noise of a multiplication: 0.07 by 2 is 7. */
export function shiftDecimal(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
