/** The tab of a chart; the first one may be the control of a selection. */
import { Chart } from '../chart/chart';
import type { ChartView, SelectionRule } from '../../contract/declaration';
import { h } from '../../base/dom';
import { IntervalSelection } from '../chart/interval_selection';
import { KeySelection } from '../chart/key_selection';
import type { Context } from '../part';
import type { View } from '../tabs';
import type { Tooltip } from '../../base/tooltip';

export interface ChartTab extends View {
  chart: Chart;
}

export function chartView(
  context: Context,
  view: ChartView,
  rule: SelectionRule | null,
  { handler }: Tooltip,
): ChartTab {
  const { spec, alt, label } = view;
  const source = () => ({ spec, alt, datasets: context.session.datasets });
  const chart = new Chart(context, source, label, handler);
  const selection = rule && makeSelection(context, chart, rule, label);
  const element = h(
    'div',
    { class: 'clv-view' },
    selection instanceof KeySelection && selection.element,
    chart.element,
  );
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') selection?.escape();
  });
  let isAttached = false;
  return {
    label,
    element,
    chart,
    async show() {
      await chart.show();
      if (!selection || !chart.view) return;
      if (isAttached) selection.update(new Set(['datasets', 'selection']));
      else selection.attach();
      isAttached = true;
    },
    hide: () => chart.hide(),
    update(changed) {
      chart.update(changed);
      selection?.update(changed);
    },
    dispose() {
      selection?.dispose();
      chart.dispose();
    },
  };
}

function makeSelection(context: Context, chart: Chart, rule: SelectionRule, label: string) {
  return rule.kind === 'keys'
    ? new KeySelection(context, chart, rule, label)
    : new IntervalSelection(context, chart, rule);
}
