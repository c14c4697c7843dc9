// @vitest-environment node
import { beforeEach, expect, test, vi } from 'vitest';
import { freshId, registry, sharedVega } from './registry';

beforeEach(() => {
  delete (globalThis as any).__clvwidgets;
});

test('all copies of the code on a page share one registry', () => {
  registry().live.add('a');
  expect((globalThis as any).__clvwidgets.live.has('a')).toBe(true);
  expect(registry()).toBe(registry());
});

test('what another version left on the page is kept', () => {
  (globalThis as any).__clvwidgets = { live: new Set(['b']) };
  expect(registry().live.has('b')).toBe(true);
  expect(registry().modules).toEqual({});
});

test('Vega is loaded once for all panels', async () => {
  const load = vi.fn(async () => ({}) as any);
  await Promise.all([sharedVega(load), sharedVega(load)]);
  expect(load).toHaveBeenCalledTimes(1);
});

test('a source that fails does not stand in the way of the next', async () => {
  await expect(sharedVega(async () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  const vega = {} as any;
  expect(await sharedVega(async () => vega)).toBe(vega);
});

test('no two elements get the same id', () => {
  expect(freshId()).not.toBe(freshId());
});
