/** Reads what people type into a number box, and says in a sentence why it will not do. */
import type { NumberField } from '../contract/declaration';
import { shiftDecimal, withoutMarks, type Numbers } from './format';

export type Parsed = { value: number } | { problem: string };

/** Reads a typed number in the locale's spelling, with or without its unit; `now` is an example. */
export function parseField(
  typed: string,
  field: NumberField,
  numbers: Numbers,
  now: number,
): Parsed {
  const read = readNumber(withoutUnit(typed, field, numbers), numbers);
  if (read === null) {
    const hint = otherSpelling(typed, field, numbers) ?? numbers.box(now, field.format);
    const seen = typed.trim()
      ? `“${shorten(typed.trim())}” is not a number here.`
      : 'A number is missing.';
    return { problem: `${seen} Write it like ${hint}.` };
  }
  const value = field.format.kind === 'percent' ? shiftDecimal(read, -2) : read;
  if (field.whole && !Number.isInteger(value)) {
    const example = numbers.box(Math.round(value), field.format);
    return { problem: `${field.label} must be a whole number, such as ${example}.` };
  }
  if (value >= field.low && value <= field.high) return { value };
  return { problem: outOfRange(value, field, numbers) };
}

function outOfRange(value: number, field: NumberField, numbers: Numbers): string {
  const { label, low, high, format } = field;
  const between = `${numbers.text(low, format)} and ${numbers.text(high, format)}`;
  const said = `${label} must lie between ${between}, got ${numbers.text(value, format)}.`;
  // Who types 0.05 into a box with % beside it usually means five percent.
  const meant = shiftDecimal(value, 2);
  const slipped = format.kind === 'percent' && meant >= low && meant <= high;
  return slipped
    ? `${said} If you meant ${numbers.text(meant, format)}, write ${numbers.box(meant, format)}.`
    : said;
}

function withoutUnit(typed: string, field: NumberField, numbers: Numbers): string {
  const all = withoutMarks(typed).replace(/\u2212/g, '-');
  // The sign may stand before the unit or between it and the digits: -€5, CHF-5.
  const sign = /^[-+]/.exec(all)?.[0] ?? '';
  let text = all.slice(sign.length);
  const units = [numbers.unit(field.format)?.text, ...(field.format.unit ?? [])];
  // The longest first: "months" holds "month".
  const known = units.filter((unit): unit is string => !!unit).sort((a, b) => b.length - a.length);
  for (const unit of known) {
    const lower = text.toLowerCase();
    if (lower.endsWith(unit.toLowerCase())) text = text.slice(0, -unit.length).trim();
    else if (lower.startsWith(unit.toLowerCase())) text = text.slice(unit.length).trim();
  }
  return sign + text;
}

/** Groups must have their full length: "1,5" is no number where the comma groups thousands. */
function readNumber(text: string, { decimal, group }: Numbers): number | null {
  const point = escape(decimal);
  // Some locales group by a kind of space or apostrophe that no keyboard has.
  const alike = ['\\s', "['’]"].find((kind) => new RegExp(kind).test(group));
  const gap = alike ?? (group ? escape(group) : '(?!)');
  const whole = `(?:\\d{1,3}(?:${gap}\\d{2,3})*${gap}\\d{3}|\\d+)`;
  const number = new RegExp(`^[-+]?(?:${whole}(?:${point}\\d*)?|${point}\\d+)$`);
  if (!number.test(text)) return null;
  const bare = text.replace(new RegExp(gap, 'g'), '').replace(decimal, '.');
  const value = Number(bare);
  return Number.isFinite(value) ? value : null;
}

/** For "1,5" where a point is wanted: how to write it here. */
function otherSpelling(typed: string, field: NumberField, numbers: Numbers): string | null {
  const text = withoutUnit(typed, field, numbers);
  if (!/^[-+]?\d+[.,]\d+$/.test(text)) return null;
  return text.replace(/[.,]/, numbers.decimal);
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\\-]/g, '\\$&');
const shorten = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
