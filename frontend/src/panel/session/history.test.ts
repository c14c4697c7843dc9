// @vitest-environment node
import { expect, test } from 'vitest';
import type { History } from '../../contract/declaration';
import { pushed, sameValues, stepped } from './history';

const at = (churn: number) => ({ churn });

test('a change is one step, and undone steps fall away when another is made', () => {
  let history = pushed({ entries: [at(1)], at: 0 }, at(1), at(2));
  history = pushed(history, at(2), at(3));
  history = stepped(history, -1)!;
  history = pushed(history, at(2), at(9));
  expect(history).toEqual({ entries: [at(1), at(2), at(9)], at: 2 });
});

test('what something else set in between can be stepped back to', () => {
  const history = pushed({ entries: [at(1)], at: 0 }, at(5), at(6));
  expect(history.entries).toEqual([at(1), at(5), at(6)]);
});

test('there is no step beyond the ends', () => {
  expect(stepped({ entries: [at(1)], at: 0 }, -1)).toBeNull();
  expect(stepped({ entries: [at(1)], at: 0 }, 1)).toBeNull();
});

test('it keeps the last hundred steps', () => {
  let history: History = { entries: [at(0)], at: 0 };
  for (let step = 1; step <= 150; step += 1) history = pushed(history, at(step - 1), at(step));
  expect(history.entries).toHaveLength(100);
  expect(history.entries[history.at]).toEqual(at(150));
});

test('values are the same whatever their order', () => {
  expect(sameValues({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameValues({ a: 1 }, { a: 1, b: 2 })).toBe(false);
});
