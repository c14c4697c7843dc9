/** Vega for the panels: drawn charts and views that only compute. */
import * as vega from 'vega';
import vegaEmbed from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import type { Row } from './contract/declaration';

/** Vega compiles expressions with `Function`, which a strict content policy refuses. */
function mayCompile(): boolean {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}

/** Draws a Vega-Lite chart; `logger` hears what goes wrong in it. */
export function embed(el: HTMLElement, spec: Row, given: Row): Promise<any> {
  const { logger, config, ...options } = given as Row & { logger: vega.LoggerInterface };
  class LoggedView extends vega.View {
    constructor(runtime: vega.Runtime, own?: vega.ViewOptions) {
      super(runtime, { ...own, logger });
    }
  }
  // vega-embed would compile too, but let Vega-Lite's warnings out to the console.
  const compiled = compile(spec as any, { config: config as any, logger }).spec;
  const all = { ...options, ast: !mayCompile(), hover: false, viewClass: LoggedView };
  return vegaEmbed(el, compiled as any, { ...all, mode: 'vega' });
}

/** Computes signals without drawing anything. */
export function headless(spec: Row): any {
  const ast = !mayCompile();
  const parsed = vega.parse(spec as any, {}, { ast });
  const options = { renderer: 'none', ...(ast ? { expr: expressionInterpreter } : {}) };
  return new vega.View(parsed, options as any);
}

export { vega };
