/** The rows that a prediction reveals. */
import type { PredictionCard } from '../contract/card';
import { h } from '../base/dom';

/** The table, or nothing; cells are text, whatever they hold. */
export function revealedTable({ table }: PredictionCard): HTMLElement[] {
  if (!table) return [];
  const figure = (place: number) => (place < table.labels ? {} : { class: 'clv-figure' });
  const head = table.columns.map((name, place) =>
    h('th', { scope: 'col', ...figure(place) }, name),
  );
  const rows = table.rows.map((row) => {
    const cells = row.map((text, place) =>
      place < table.labels
        ? h('th', { scope: 'row' }, text)
        : h('td', { class: 'clv-figure' }, text),
    );
    return h('tr', {}, ...cells);
  });
  const element = h(
    'table',
    { class: 'clv-table' },
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...rows),
  );
  return [h('div', { class: 'clv-revealed', tabindex: 0 }, element)];
}
