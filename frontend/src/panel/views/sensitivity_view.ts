/** The tab of what matters most: how far each input moves the result. */
import { Chart } from '../chart/chart';
import type { ChartTab } from './chart_view';
import type { SensitivityView } from '../../contract/declaration';
import { h } from '../../base/dom';
import { ElasticityTable } from './elasticity_table';
import { any, type Context } from '../part';
import type { Tooltip } from '../../base/tooltip';
import { sensitivityRows } from './what_matters';

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
  const table = new ElasticityTable(context, view);
  let isShown = false;
  return {
    label: view.label,
    element: h('div', { class: 'clv-view' }, chart.element, table.element),
    chart,
    async show() {
      isShown = true;
      await chart.show();
      chart.setRows(DATA, sensitivityRows(context, view));
      table.draw();
    },
    hide() {
      isShown = false;
      chart.hide();
    },
    update(changed) {
      if (!isShown) return;
      if (any(changed, 'values')) {
        chart.setRows(DATA, sensitivityRows(context, view));
        table.draw();
      }
      chart.update(changed);
    },
    dispose: () => chart.dispose(),
  };
}
