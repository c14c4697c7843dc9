// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { declare, openSession, settled } from '../testing';

test('many changes in one go are told once', async () => {
  const { session } = openSession();
  const told = vi.fn();
  session.on(told);
  session.commit({ margin: 50, churn: 0.04 });
  await settled();
  expect(told).toHaveBeenCalledTimes(1);
  expect([...told.mock.calls[0][0]].sort()).toEqual(['history', 'values']);
});

test('a drag of many moves is one step back', () => {
  const { session } = openSession();
  for (const churn of [0.06, 0.07, 0.08]) session.move({ churn });
  session.commit({ churn: 0.08 });
  session.step(-1);
  expect(session.values.churn).toBe(0.05);
  session.step(1);
  expect(session.values.churn).toBe(0.08);
  expect(session.canStep(1)).toBe(false);
});

test('what Python sets is heard, and can be stepped back to', async () => {
  const { session, model } = openSession();
  const told = vi.fn();
  session.on(told);
  model.set('churn', 0.2);
  await settled();
  expect(told).toHaveBeenCalledTimes(1);
  session.commit({ churn: 0.3 });
  session.step(-1);
  expect(session.values.churn).toBe(0.2);
});

test('a kernel that is away gets no message, and the panel goes on', () => {
  const { session, kernel, saves, model } = openSession();
  kernel.away = true;
  session.commit({ churn: 0.3 });
  session.pin();
  expect(saves()).toBe(0);
  expect(model.get('churn')).toBe(0.3);
  kernel.away = false;
  session.commit({ churn: 0.2 });
  expect(saves()).toBeGreaterThan(0);
});

test('pinned scenarios get the first free name', () => {
  const { session } = openSession();
  session.pin();
  session.pin();
  session.unpin(0);
  session.pin();
  expect(session.pinned.map((scenario) => scenario.name)).toEqual(['Scenario 2', 'Scenario 1']);
});

test('reset goes back to the start and is itself a step', () => {
  const { session } = openSession();
  session.commit({ churn: 0.3 });
  session.reset();
  expect(session.values.churn).toBe(0.05);
  expect(session.isAtStart).toBe(true);
  session.step(-1);
  expect(session.values.churn).toBe(0.3);
});

test('what Python notes in a step stays in the steps that follow', () => {
  const { session, model } = openSession();
  const entries = [session.values, { ...session.values, rules: 1 }];
  model.set('history', { entries, at: 1 });
  session.commit({ churn: 0.3 });
  expect(session.history.entries).toEqual([...entries, { ...entries[1], churn: 0.3 }]);
});

test('nothing is heard after the end', async () => {
  const { session, model } = openSession();
  const told = vi.fn();
  session.on(told);
  session.dispose();
  model.set('churn', 0.3);
  await settled();
  expect(told).not.toHaveBeenCalled();
});

test('a choice is a step back like any other; a brush on its way is none', () => {
  const selection = { kind: 'interval' as const, param: 'brush' };
  const { session } = openSession({ declaration: declare({ selection }) });
  session.select({ keys: ['a'] });
  for (const keys of [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ])
    session.select({ keys }, false);
  session.commit();
  session.step(-1);
  expect(session.selection).toEqual({ keys: ['a'] });
  session.step(-1);
  expect(session.selection).toEqual({ keys: [] });
  expect(session.isAtStart).toBe(true);
});
