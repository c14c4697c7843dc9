/** A model and a host for panels without a kernel: saved notebooks and exported pages. */
import { own } from './own';
import type { Declaration, Host, PanelJSON, PanelModel, VegaRuntime } from './declaration';

/** Behaves as the widget's model does, with nobody at the other end. */
export function stubModel(json: PanelJSON): PanelModel {
  const { values, results: _results, ...state } = structuredClone(json);
  const declaration = storedDeclaration(state.declaration);
  const start = declaration.selection ? { ...values, selection: state.selection } : values;
  const data: Record<string, unknown> = {
    ...state,
    // What is stored without a start began as it is, also once the period is switched.
    declaration: { start, ...declaration },
    ...values,
    history: { entries: [start], at: 0 },
  };
  const listeners = new Map<string, Set<() => void>>();
  const emit = (event: string) => [...(listeners.get(event) ?? [])].forEach((call) => call());
  return {
    get: (key) => own(data, key),
    set(key, value) {
      if (Object.is(own(data, key), value)) return;
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

/** A notebook keeps the description as text, which is smaller there. */
export function storedDeclaration(stored: Declaration | string): Declaration {
  return typeof stored === 'string' ? JSON.parse(stored) : stored;
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
