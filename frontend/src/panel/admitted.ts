/** The door for live panels: they may hold no more than stored ones may, or nothing is drawn. */
import type { Declaration, PanelModel, VegaRuntime } from '../contract/declaration';

/** A panel that holds what none of ours does: changed by somebody, or made by another version. */
export class ForeignPanel extends Error {
  constructor(what: string) {
    super(
      `This panel holds ${what}, which no panel of clvwidgets has, so nothing is drawn. ` +
        'Make it anew with the clvwidgets that is installed: run the cell again.',
    );
  }
}

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
  if (what) throw new ForeignPanel(what);
  return vega;
}
