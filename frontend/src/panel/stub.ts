/** A model and a host for panels without a kernel: saved notebooks and exported pages. */
import type { Host, PanelJSON, PanelModel, VegaRuntime } from './declaration';

/** Behaves as the widget's model does, with nobody at the other end. */
export function stubModel(json: PanelJSON): PanelModel {
  const { values, results: _results, ...state } = structuredClone(json);
  const data: Record<string, unknown> = {
    ...state,
    ...values,
    history: { entries: [values], at: 0 },
  };
  const listeners = new Map<string, Set<() => void>>();
  const emit = (event: string) => [...(listeners.get(event) ?? [])].forEach((call) => call());
  return {
    get: (key) => data[key],
    set(key, value) {
      if (Object.is(data[key], value)) return;
      data[key] = value;
      emit(`change:${key}`);
      emit('change');
    },
    save_changes() {},
    on(event, callback) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event)!.add(callback);
    },
    off(event, callback) {
      if (callback) listeners.get(event)?.delete(callback);
      else listeners.delete(event);
    },
  };
}

export function stubHost(
  loadVega: () => Promise<VegaRuntime>,
  kind: 'saved' | 'page' = 'saved',
): Host {
  return {
    kind,
    kernelIsAway: () => true,
    onKernelChange: () => () => {},
    loadVega,
  };
}
