/**
 * Vega for the panels: drawn charts and views that only compute.
 *
 * Whatever the host, expressions are interpreted and never compiled into scripts, and nothing is
 * loaded: a panel holds all that it shows.
 */
import * as vega from 'vega';
import vegaEmbed from 'vega-embed';
import { compile } from 'vega-lite';
import type { Row } from './contract/declaration';
import { compiledFault } from './safety/compiled';
import { MOST_STEPS } from './safety/limits';
import { allowAnyName } from './safety/names';
import { interpreter } from './vega/interpreter';

allowAnyName();

async function refuse(address: unknown): Promise<never> {
  throw new Error(
    `A panel holds all its data and loads nothing, so not ${String(address)} either.`,
  );
}

/** Refuses every address, of data, of pictures and of links. */
export const loader: any = {
  options: {},
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
};

const sequence = vega.expressionFunction('sequence') as (...bounds: number[]) => number[];

vega.expressionFunction('sequence', (...bounds: number[]) => {
  const [start, stop] = bounds.length > 1 ? bounds : [0, bounds[0]];
  const count = (stop - start) / (bounds[2] ?? 1);
  if (count > MOST_STEPS)
    throw new Error(`A sequence of ${count} steps is more than can be drawn.`);
  return sequence(...bounds);
});

/** Draws a Vega-Lite chart, which somebody else may have stored; `logger` hears what goes wrong. */
export function embed(el: HTMLElement, spec: Row, given: Row): Promise<any> {
  const { logger, config, isStored, ...options } = given as Row & { logger: vega.LoggerInterface };
  class SafeView extends vega.View {
    constructor(runtime: vega.Runtime, own?: vega.ViewOptions) {
      super(runtime, { ...own, logger, loader, expr: interpreter } as vega.ViewOptions);
    }
  }
  // vega-embed would compile too, but let Vega-Lite's warnings out to the console. It would also
  // take options out of the chart itself.
  const { usermeta: _options, ...own } = spec;
  const compiled = compile(own as any, { config: config as any, logger }).spec;
  const fault = isStored ? compiledFault(compiled as unknown as Row) : '';
  if (fault) throw new Error(fault);
  const all = { ...options, loader, ast: true, hover: false, viewClass: SafeView };
  return vegaEmbed(el, compiled as any, { ...all, mode: 'vega' });
}

/** Computes signals without drawing anything. */
export function headless(spec: Row): any {
  const parsed = vega.parse(spec as any, {}, { ast: true });
  return new vega.View(parsed, { renderer: 'none', loader, expr: interpreter } as any);
}

export { foreignPart } from './safety/stored';
export { vega };
