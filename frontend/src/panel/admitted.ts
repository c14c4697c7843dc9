/** The door for live panels: they may hold no more than stored ones may, or nothing is drawn. */
import type { Declaration, PanelModel, VegaRuntime } from '../contract/declaration';

/** Vega, once it has read what the panel is made of; it has the grammar of expressions. */
export async function admitted(
  model: PanelModel,
  loading: Promise<VegaRuntime>,
): Promise<VegaRuntime> {
  const vega = await loading;
  const declaration: Declaration = model.get('declaration');
  const names = declaration.fields.map(({ name }) => name);
  if (declaration.period) names.push('period');
  const values = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const datasets = model.get('datasets');
  // Another version's Vega may be on the page already, and not know how to read.
  const what = vega.foreignPart?.({ declaration, values, datasets });
  if (what) throw new Error(`the panel holds ${what}, which no panel of clvwidgets has.`);
  return vega;
}
