// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Format, NumberRules } from '../contract/declaration';
import { Numbers, shiftDecimal, trueMinus } from './format';
import { ENGLISH, FRENCH, GERMAN, INDIAN, SWEDISH, SWISS, TURKISH, YEN } from '../panel/testing';

const english = new Numbers(ENGLISH);
const german = new Numbers(GERMAN);

describe('numbers read as people write them', () => {
  const cases: [number, Format, string][] = [
    [695.47, { kind: 'money' }, '€695'],
    [1234567, { kind: 'money' }, '€1,234,567'],
    [40, { kind: 'money' }, '€40'],
    [9.5, { kind: 'money' }, '€9.50'],
    [99.996, { kind: 'money' }, '€100'],
    [-39.5, { kind: 'money' }, '-€39.50'],
    [0.05, { kind: 'percent' }, '5%'],
    [0.0545, { kind: 'percent' }, '5.5%'],
    [0.0012, { kind: 'percent' }, '0.12%'],
    [0, { kind: 'percent' }, '0%'],
    [6, { kind: 'ratio' }, '6.0'],
    [5.84, { kind: 'ratio' }, '5.8'],
    [1204.4, { kind: 'count', unit: ['customer', 'customers'] }, '1,204 customers'],
    [1, { kind: 'count', unit: ['customer', 'customers'] }, '1 customer'],
    [3.24, { kind: 'duration', unit: ['month', 'months'] }, '3.2 months'],
    [1.04, { kind: 'duration', unit: ['month', 'months'] }, '1 month'],
    [1.06, { kind: 'duration', unit: ['month', 'months'] }, '1.1 months'],
    [0.12345, { kind: 'number' }, '0.123'],
    [1234.5, { kind: 'number' }, '1,235'],
    [-0.0001, { kind: 'ratio' }, '0.0'],
    [1.005, { kind: 'money' }, '€1.01'],
    [Infinity, { kind: 'duration', infinite: 'never' }, 'never'],
    [Infinity, { kind: 'money' }, 'no limit'],
    [NaN, { kind: 'money' }, 'not defined'],
  ];
  test.each(cases)('%d as %j is %s', (value, format, text) => {
    expect(english.text(value, format)).toBe(text);
  });

  test('what is no number is never shown as one', () => {
    expect(english.text(undefined, { kind: 'count' })).toBe('not defined');
    expect(english.text(null, { kind: 'count' })).toBe('not defined');
  });

  test('the locale says where the currency and the separators stand', () => {
    expect(german.text(1234.5, { kind: 'money' })).toBe('1.235\u00a0€');
    expect(german.text(0.055, { kind: 'percent' })).toBe('5,5\u00a0%');
    expect(german.unit({ kind: 'money' })).toEqual({ text: '€', before: false });
    expect(english.unit({ kind: 'money' })).toEqual({ text: '€', before: true });
  });

  const money: Format = { kind: 'money' };
  const percent: Format = { kind: 'percent' };
  const elsewhere: [string, NumberRules, number, Format, string][] = [
    ['Swiss', SWISS, 1234567.8, money, 'CHF\u00a01’234’568'],
    ['Swiss', SWISS, -1234567.8, money, 'CHF-1’234’568'],
    ['French', FRENCH, 1234567.8, money, '1\u202f234\u202f568\u00a0€'],
    ['Indian', INDIAN, 1234567.8, money, '₹12,34,568'],
    ['Indian', INDIAN, 1e9, money, '₹1,00,00,00,000'],
    ['Japanese', YEN, 9.5, money, '￥10'],
    ['Japanese', YEN, 1234567.8, money, '￥1,234,568'],
    ['Kuwaiti', { ...ENGLISH, cents: 3 }, 9.5, money, '€9.500'],
    ['Kuwaiti', { ...ENGLISH, cents: 3 }, 99.9996, money, '€100'],
    ['Swedish', SWEDISH, -0.05, percent, '\u22125\u00a0%'],
    ['Swedish', SWEDISH, -1234.5, money, '\u22121\u00a0235\u00a0kr'],
    ['Turkish', TURKISH, 0.055, percent, '%5,5'],
    ['Turkish', TURKISH, -0.055, percent, '-%5,5'],
  ];
  test.each(elsewhere)('as declared: %s %#', (_, rules, value, format, text) => {
    expect(new Numbers(rules).text(value, format)).toBe(text);
  });

  test('what stands beside a box, and on which side', () => {
    expect(new Numbers(TURKISH).unit(percent)).toEqual({ text: '%', before: true });
    expect(new Numbers(SWISS).unit(money)).toEqual({ text: 'CHF', before: true });
    const hebrew = { ...ENGLISH, currency: ['\u200f', '\u00a0\u200f₪'] } as NumberRules;
    expect(new Numbers(hebrew).unit(money)).toEqual({ text: '₪', before: false });
  });

  const half: [number, string][] = [
    [0.5, '1'],
    [1.5, '2'],
    [2.5, '3'],
    [-2.5, '-3'],
    [0.49999999999999994, '1'],
    [0.4999999999, '0'],
    [5e-324, '0'],
    [-0, '0'],
    [999.5, '1,000'],
    [1e15, '1,000,000,000,000,000'],
    [1e21, '1,000,000,000,000,000,000,000'],
  ];
  test.each(half)('%d rounds away from zero, to %s', (value, text) => {
    expect(english.text(value, { kind: 'count' })).toBe(text);
  });
});

describe('a table has three figures of a plain number and a true minus', () => {
  const number: Format = { kind: 'number' };
  const cases: [number, Format, string][] = [
    [91.012, number, '91.0'],
    [50.912, number, '50.9'],
    [99.96, number, '100'],
    [9.996, number, '10.0'],
    [0.05123, number, '0.0512'],
    [0.0004, number, '0'],
    [7, number, '7'],
    [1234.5, number, '1,235'],
    [-12.345, number, '\u221212.3'],
    [-39.5, { kind: 'money' }, '\u2212€39.50'],
    [-0.055, { kind: 'percent' }, '\u22125.5%'],
    [1.004, { kind: 'number', unit: ['follow-up', 'follow-ups'] }, '1.00 follow-up'],
    [Infinity, { kind: 'ratio', infinite: 'never' }, 'never'],
  ];
  test.each(cases)('%d as %j is %s', (value, format, text) => {
    expect(english.cell(value, format)).toBe(text);
  });

  test('no other hyphen becomes a minus', () => {
    expect(trueMinus('-€3')).toBe('\u2212€3');
    expect(trueMinus('CHF-3')).toBe('CHF\u22123');
    for (const text of ['2024-01-05', '3 follow-ups', '5-7', '-'])
      expect(trueMinus(text)).toBe(text);
  });
});

test('a difference of percents is in points, of money in money', () => {
  expect(english.distance(0.012, { kind: 'percent' })).toBe('1.2 points');
  expect(english.distance(0.01, { kind: 'percent' })).toBe('1 point');
  expect(english.distance(-178, { kind: 'money' })).toBe('€178');
});

test('a box shows percent without the noise of a multiplication', () => {
  expect(english.box(0.07, { kind: 'percent' })).toBe('7');
  expect(english.box(0.035, { kind: 'percent' })).toBe('3.5');
  expect(shiftDecimal(1e-7, 2)).toBe(1e-5);
});
