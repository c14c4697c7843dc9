// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { NumberField } from '../contract/declaration';
import { Numbers } from './format';
import { parseField } from './parse';
import { churn, ENGLISH, FRENCH, GERMAN, INDIAN, margin, SWISS, TURKISH } from '../panel/testing';

const english = new Numbers(ENGLISH);
const german = new Numbers(GERMAN);
const french = new Numbers(FRENCH);
const months: NumberField = { ...margin, format: { kind: 'duration', unit: ['month', 'months'] } };

const read = (typed: string, field: NumberField, numbers = english) =>
  parseField(typed, field, numbers, field.kind === 'number' ? field.low + field.step : 0);

describe('typed numbers are taken as people type them', () => {
  test.each([
    ['40', margin, 40],
    [' 40.5 ', margin, 40.5],
    ['€40', margin, 40],
    ['40 €', margin, 40],
    ['.5', margin, 0.5],
    ['+12.', margin, 12],
    ['5', churn, 0.05],
    ['5 %', churn, 0.05],
    ['1.1%', churn, 0.011],
    ['3 months', months, 3],
    ['1 Month', months, 1],
  ])('%s', (typed, field, value) => {
    expect(read(typed, field)).toEqual({ value });
  });

  test('in the spelling of the locale', () => {
    const large = { ...margin, high: 1e6 };
    expect(read('1,200.5', large)).toEqual({ value: 1200.5 });
    expect(read('1.200,5', large, german)).toEqual({ value: 1200.5 });
    expect(read('1 200,5', large, french)).toEqual({ value: 1200.5 });
    expect(read('1\u202f200', large, french)).toEqual({ value: 1200 });
    const swiss = new Numbers(SWISS);
    for (const typed of ["1'200.5", '1’200.5', "CHF 1'200.5"])
      expect(read(typed, large, swiss)).toEqual({ value: 1200.5 });
    expect(read('1,00,000', large, new Numbers(INDIAN))).toEqual({ value: 1e5 });
    expect(read('%5,5', churn, new Numbers(TURKISH))).toEqual({ value: 0.055 });
  });

  test('a sign stands on either side of the unit', () => {
    const either = { ...margin, low: -500 };
    for (const typed of ['-€5', '€-5', '€ \u22125', '-5 €', '\u200e-5'])
      expect(read(typed, either)).toEqual({ value: -5 });
    expect(read('-€-5', either)).toHaveProperty('problem');
    expect(read('CHF-5', either, new Numbers(SWISS))).toEqual({ value: -5 });
  });

  test('the other spelling is refused, not read as something else', () => {
    expect(read('1,5', margin)).toEqual({
      problem: '“1,5” is not a number here. Write it like 1.5.',
    });
    expect(read('1.5', margin, german)).toEqual({
      problem: '“1.5” is not a number here. Write it like 1,5.',
    });
  });
});

describe('what will not do is refused in a sentence', () => {
  test('nonsense', () => {
    expect(parseField('a lot', margin, english, 40)).toEqual({
      problem: '“a lot” is not a number here. Write it like 40.',
    });
    expect(parseField('', churn, english, 0.05)).toEqual({
      problem: 'A number is missing. Write it like 5.',
    });
    for (const typed of ['1e3', '0x10', '--1', '1,2,3', 'NaN', 'Infinity']) {
      expect(parseField(typed, margin, english, 40)).toHaveProperty('problem');
    }
  });

  test('out of range names the range and the value', () => {
    expect(read('501', margin)).toEqual({
      problem: 'Margin per month must lie between €0 and €500, got €501.',
    });
  });

  test('a fraction typed beside a percent sign gets the way out', () => {
    expect(read('0.05', churn)).toEqual({
      problem:
        'Churn per month must lie between 0.1% and 60%, got 0.05%. If you meant 5%, write 5.',
    });
  });
});

test('a fraction is refused where only whole numbers make sense', () => {
  const payments: NumberField = {
    ...margin,
    label: 'Payments',
    whole: true,
    format: { kind: 'count' },
  };
  expect(read('3', payments)).toEqual({ value: 3 });
  expect(read('2.5', payments)).toEqual({
    problem: 'Payments must be a whole number, such as 3.',
  });
});
