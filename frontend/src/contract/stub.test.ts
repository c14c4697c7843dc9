// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { stubHost, stubModel } from './stub';
import { store } from '../panel/testing';

test('a stub model has one key for each field and a history that begins here', () => {
  const model = stubModel(store());
  expect(model.get('churn')).toBe(0.05);
  expect(model.get('history')).toEqual({
    entries: [{ margin: 40, churn: 0.05 }],
    at: 0,
  });
});

test('it tells of a change at once, and not of what stays the same', () => {
  const model = stubModel(store());
  const heard = vi.fn();
  model.on('change:churn', heard);
  model.set('churn', 0.04);
  model.set('churn', 0.04);
  expect(heard).toHaveBeenCalledTimes(1);
  model.off('change:churn', heard);
  model.set('churn', 0.03);
  expect(heard).toHaveBeenCalledTimes(1);
});

test('what it was made from stays as it was', () => {
  const json = store();
  const model = stubModel(json);
  model.get('history').entries[0].churn = 0.9;
  model.get('declaration').title = 'another';
  expect(json).toEqual(store());
});

test('a stub host has no Python', () => {
  const host = stubHost(async () => ({}) as any);
  expect([host.kind, host.kernelIsAway()]).toEqual(['saved', true]);
});

test('a description stored as text is read as well', () => {
  const stored = { declaration: JSON.stringify({ version: 1 }), values: {} };
  expect(stubModel(stored as any).get('declaration')).toMatchObject({ version: 1 });
});

test('it holds nothing under the names that every object has', () => {
  const model = stubModel(store());
  expect(model.get('constructor')).toBeUndefined();
  model.set('toString', Object.prototype.toString);
  expect(model.get('toString')).toBe(Object.prototype.toString);
});
