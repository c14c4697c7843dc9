// @vitest-environment node
import { expect, test } from 'vitest';
import { headless } from '../../vega';
import { Evaluator } from './evaluator';
import { declare } from '../testing';

const money = { kind: 'money' } as const;

test('outputs follow from the fields, one after the other', () => {
  const outputs = [
    { name: 'clv', label: '', expr: 'margin / churn', format: money },
    { name: 'twice', label: '', expr: '2 * clv', format: money },
  ];
  const evaluator = new Evaluator(declare({ outputs }), { headless });
  expect(evaluator.evaluate({ margin: 40, churn: 0.05 })).toEqual({ clv: 800, twice: 1600 });
  expect(evaluator.evaluate({ margin: 10, churn: 0.1 })).toEqual({ clv: 100, twice: 200 });
  evaluator.dispose();
});

test('asking for other values leaves nothing behind', () => {
  const evaluator = new Evaluator(declare(), { headless });
  const before = evaluator.evaluate({ margin: 40, churn: 0.05 });
  evaluator.evaluate({ margin: 1, churn: 0.5 });
  expect(evaluator.evaluate({ margin: 40, churn: 0.05 })).toEqual(before);
});

test('no limit is infinite, no answer is not a number', () => {
  const evaluator = new Evaluator(declare(), { headless });
  expect(evaluator.evaluate({ margin: 40, churn: 0 }).clv).toBe(Infinity);
  expect(evaluator.evaluate({ margin: 0, churn: 0 }).clv).toBeNaN();
});

test('a wrong expression is an error that names it', () => {
  const outputs = [{ name: 'clv', label: '', expr: 'margin +* 2', format: money }];
  expect(() => new Evaluator(declare({ outputs }), { headless })).toThrow('margin +* 2');
});

test('a policy against compiled code is met with the interpreter', () => {
  const compile = globalThis.Function;
  globalThis.Function = (() => {
    throw new EvalError('refused');
  }) as unknown as FunctionConstructor;
  try {
    const evaluator = new Evaluator(declare(), { headless });
    expect(evaluator.evaluate({ margin: 40, churn: 0.05 })).toEqual({ clv: 800 });
  } finally {
    globalThis.Function = compile;
  }
});
