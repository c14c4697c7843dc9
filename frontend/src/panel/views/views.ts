/** Makes the declared views, in their order. */
import type { Chart } from '../chart/chart';
import { chartView } from './chart_view';
import type { ChartView, View as Declared } from '../../contract/declaration';
import { explanationView } from './explanation_view';
import type { Context } from '../part';
import { scenariosView } from './scenarios_view';
import { sensitivityView } from './sensitivity_view';
import { RowsView } from './table_view';
import type { View } from '../tabs';
import type { Tooltip } from '../../base/tooltip';

export interface Views {
  all: View[];
  /** The chart that a view shows, where it shows one. */
  charts: Map<View, Chart>;
  table: RowsView | undefined;
}

export function makeViews(context: Context, tooltip: Tooltip): Views {
  const { views, selection } = context.session.declaration;
  const charts = new Map<View, Chart>();
  // A table may name a chart that comes after it: the charts are made first.
  const declared = views.filter((view): view is ChartView => view.kind === 'chart');
  const tabs = declared.map((view, at) =>
    chartView(context, view, at === 0 ? selection : null, tooltip),
  );
  const chartOf = (id: string) => tabs[declared.findIndex((view) => view.id === id)]?.chart;
  let table: RowsView | undefined;

  const make = (view: Declared): View => {
    switch (view.kind) {
      case 'chart': {
        const tab = tabs[declared.indexOf(view)];
        charts.set(tab, tab.chart);
        return tab;
      }
      case 'sensitivity': {
        const tab = sensitivityView(context, view, tooltip);
        charts.set(tab, tab.chart);
        return tab;
      }
      case 'explanation':
        return explanationView(context, view);
      case 'scenarios':
        return scenariosView(context, view);
      case 'table': {
        const tab = new RowsView(context, view, chartOf(view.of));
        table ??= tab;
        return tab;
      }
    }
  };
  return { all: views.map(make), charts, table };
}
