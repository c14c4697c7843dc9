/**
 * What all panels of one page share, and the only state outside a panel. It hangs on `globalThis`
 * because each host brings its own copy of this code.
 */
import type { VegaRuntime } from '../contract/declaration';

export type Theme = 'light' | 'dark';

export interface ThemeWatch {
  listeners: Set<(theme: Theme) => void>;
  stop: () => void;
}

export interface Registry {
  /** Ids of widget models that are alive on this page. */
  live: Set<string>;
  /** Panel modules by digest, loaded once. */
  modules: Record<string, Promise<any>>;
  /** The one Vega of this page. */
  vega?: Promise<VegaRuntime>;
  theme?: ThemeWatch;
  /** Makes ids of elements unique on the page. */
  count: number;
}

export function registry(): Registry {
  const page = globalThis as { __clvwidgets?: Partial<Registry> };
  const shared = (page.__clvwidgets ??= {});
  shared.live ??= new Set();
  shared.modules ??= {};
  shared.count ??= 0;
  return shared as Registry;
}

/** An id no other element on the page has. */
export function freshId(): string {
  const shared = registry();
  shared.count += 1;
  return `clv-${shared.count}`;
}

/**
 * The page's Vega; the first caller's loader brings it. A failed load is forgotten, so that the
 * next panel, which may know another source, can try again.
 */
export function sharedVega(load: () => Promise<VegaRuntime>): Promise<VegaRuntime> {
  const shared = registry();
  if (!shared.vega) {
    const loading = load();
    shared.vega = loading;
    loading.catch(() => {
      if (shared.vega === loading) delete shared.vega;
    });
  }
  return shared.vega;
}
