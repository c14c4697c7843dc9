/** Draws the learner's guess into the chart that answers it. */
import type { ChartView, Declaration, PanelModel, Row } from '../contract/declaration';

/** A panel's model whose first chart shows the guess as a line across the axis. */
export function withGuess(model: PanelModel, guess: number, axis: 'x' | 'y'): PanelModel {
  return {
    get(key) {
      const value = model.get(key);
      return key === 'declaration' ? marked(value as Declaration, guess, axis) : value;
    },
    set: (key, value) => model.set(key, value),
    save_changes: () => model.save_changes(),
    on: (event, callback) => model.on(event, callback),
    off: (event, callback) => model.off(event, callback),
  };
}

function marked(declaration: Declaration, guess: number, axis: 'x' | 'y'): Declaration {
  const first = declaration.views.find((view) => view.kind === 'chart') as ChartView | undefined;
  if (!first) return declaration;
  const views = declaration.views.map((view) =>
    view === first ? { ...first, spec: withLine(first.spec, guess, axis) } : view,
  );
  return { ...declaration, views };
}

/** The chart with a dashed line at the guess; a chart of several parts stays as it is. */
export function withLine(spec: Row, guess: number, axis: 'x' | 'y'): Row {
  const layers = layersOf(spec);
  if (!layers) return spec;
  const { mark: _mark, encoding, params, ...outer } = spec;
  const isLayered = 'layer' in spec;
  const shared = isLayered ? { encoding, params } : { params: globals(params) };
  const [rules, words] = guessLayers(guess, axis);
  // The line goes over bars and below words: no word of the chart is struck through.
  const isWords = (layer: Row) => markOf(layer) === 'text';
  const below = layers.filter((layer) => !isWords(layer));
  const layer = [...below, ...rules, ...layers.filter(isWords), ...words];
  return { ...outer, ...defined(shared), layer };
}

function markOf({ mark }: Row): unknown {
  return typeof mark === 'object' ? (mark as Row | null)?.type : mark;
}

function layersOf(spec: Row): Row[] | null {
  if (Array.isArray(spec.layer)) return spec.layer as Row[];
  if (!('mark' in spec)) return null;
  const { mark, encoding, params } = spec;
  const own = (params as Row[] | undefined)?.filter((param) => 'select' in param);
  return [defined({ mark, encoding, params: own })];
}

/** Parameters that are no selections belong to the whole chart. */
function globals(params: unknown): Row[] | undefined {
  return (params as Row[] | undefined)?.filter((param) => !('select' in param));
}

function defined(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

/** The line, and the words at its end. */
function guessLayers(guess: number, axis: 'x' | 'y'): [Row[], Row[]] {
  const at = { datum: guess, type: 'quantitative', title: null };
  // One row of its own, or the line would be drawn once for each row of the chart.
  const data = { values: [{}] };
  const rule = { type: 'rule', strokeWidth: 2, color: 'var(--clv-churn)' };
  const text = { type: 'text', text: 'your guess', fontSize: 13, color: 'var(--clv-churn)' };
  const side =
    axis === 'y' ? { align: 'right', baseline: 'bottom', dy: -3 } : { align: 'left', dx: 5, dy: 8 };
  const end = axis === 'y' ? { x: { value: 'width' } } : { y: { value: 0 } };
  // Below each, the same in the colour of the ground, wider: it is read on top of bars, too.
  const ground = 'var(--clv-surface)';
  const across = (mark: Row) => ({ data, mark, encoding: { [axis]: at } });
  const atEnd = (mark: Row) => ({ data, mark, encoding: { [axis]: at, ...end } });
  return [
    [across({ ...rule, strokeWidth: 5, color: ground }), across({ ...rule, strokeDash: [6, 4] })],
    [
      atEnd({ ...text, ...side, color: ground, stroke: ground, strokeWidth: 5, aria: false }),
      atEnd({ ...text, ...side }),
    ],
  ];
}
