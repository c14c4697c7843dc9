import { beforeEach, expect, test, vi } from 'vitest';
import bootstrap from './bootstrap';

beforeEach(() => {
  delete (globalThis as any).__clvwidgets;
});

function fakeModel(state: Record<string, unknown>, runtime?: object) {
  const listeners = new Map<string, () => void>();
  return {
    get: (key: string) => state[key],
    set(key: string, value: unknown) {
      state[key] = value;
      listeners.get(`change:${key}`)?.();
    },
    on: (event: string, call: () => void) => listeners.set(event, call),
    off: (event: string) => listeners.delete(event),
    listeners,
    widget_manager: {
      get_model: async () => runtime ?? Promise.reject(new Error('no such model')),
    },
  };
}

const live = () => (globalThis as any).__clvwidgets.live as Set<string>;

test('a live model is noted on the page, also when its id comes late, and struck off', () => {
  const announced = vi.fn();
  globalThis.addEventListener('clvwidgets-live', announced);
  const model = fakeModel({ ident: '' });
  const cleanup = bootstrap.initialize({ model });
  expect([...live()]).toEqual([]);
  model.set('ident', 'abc');
  expect([...live()]).toEqual(['abc']);
  cleanup();
  expect([...live()]).toEqual([]);
  expect(model.listeners.size).toBe(0);
  expect(announced).toHaveBeenCalledTimes(3);
  globalThis.removeEventListener('clvwidgets-live', announced);
});

test('the module of a version is loaded once for all panels', async () => {
  const mountLive = vi.fn(() => () => {});
  const runtime = { get: (key: string) => (key === 'digest' ? 'v1' : null) };
  (globalThis as any).__clvwidgets = { modules: { v1: Promise.resolve({ mountLive }) } };
  const model = fakeModel({ runtime: 'id' }, runtime);
  await bootstrap.render({ model, el: document.createElement('div') });
  expect(mountLive).toHaveBeenCalledWith(expect.anything(), model, runtime);
});

test('when the code does not come, a sentence says so and what to do', async () => {
  const el = document.createElement('div');
  const cleanup = await bootstrap.render({ model: fakeModel({ runtime: 'id' }), el });
  expect(el.querySelector('[role=alert]')!.textContent).toContain('Run the cell again');
  expect(el.textContent).toContain('no such model');
  cleanup();
  expect(el.childElementCount).toBe(0);
});
