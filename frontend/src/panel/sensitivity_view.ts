/** The tab of what matters most: how far each input moves the result. */
import { Chart } from './chart';
import type { ChartTab } from './chart_view';
import type { NumberField, Row, SensitivityView } from './declaration';
import { any, type Context } from './part';
import type { Tooltip } from './tooltip';

const DATA = 'sensitivity';

export function sensitivityView(
  context: Context,
  view: SensitivityView,
  { handler }: Tooltip,
): ChartTab {
  const source = () => ({
    spec: view.spec,
    datasets: { ...context.session.datasets, [DATA]: sensitivityRows(context, view) },
  });
  const chart = new Chart(context, source, view.label, handler);
  let isShown = false;
  return {
    label: view.label,
    element: chart.element,
    chart,
    async show() {
      isShown = true;
      await chart.show();
      chart.setRows(DATA, sensitivityRows(context, view));
    },
    hide() {
      isShown = false;
      chart.hide();
    },
    update(changed) {
      if (!isShown) return;
      if (any(changed, 'values')) chart.setRows(DATA, sensitivityRows(context, view));
      chart.update(changed);
    },
    dispose: () => chart.dispose(),
  };
}

/** Each input moved down and up by the shift, within its range; the largest effect first. */
export function sensitivityRows(
  { session, numbers, answers }: Pick<Context, 'session' | 'numbers' | 'answers'>,
  view: SensitivityView,
): Row[] {
  const { values, declaration } = session;
  const fields = declaration.fields.filter(
    (field): field is NumberField => field.kind === 'number' && view.fields.includes(field.name),
  );
  const rows = fields.map(({ name, label, low, high, format }) => {
    const value = values[name] as number;
    const reach = Math.abs(value) * view.shift;
    const down = Math.max(low, value - reach);
    const up = Math.min(high, value + reach);
    const result = (moved: number) => finite(answers.for({ ...values, [name]: moved })[view.of]);
    const ends = { low: result(down), high: result(up) };
    const range = `${numbers.text(down, format)} – ${numbers.text(up, format)}`;
    const span = ends.low === null || ends.high === null ? 0 : Math.abs(ends.high - ends.low);
    return { field: name, label: `${label}\n${range}`, ...ends, span };
  });
  return rows.sort((one, other) => other.span - one.span);
}

/** A bar without end cannot be drawn: its row has no number. */
const finite = (result: number) => (Number.isFinite(result) ? result : null);
