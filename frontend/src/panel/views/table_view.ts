/** The tab with the rows behind a chart. */
import type { Chart } from '../chart/chart';
import type { Format, Row, TableView } from '../../contract/declaration';
import { h, setText } from '../../base/dom';
import { trueMinus } from '../../base/format';
import { own } from '../../contract/own';
import { any, type Context } from '../part';
import type { Changed } from '../session/session';
import type { View } from '../tabs';

const MOST_ROWS = 500;
/** A long table is rewritten when a slider rests, not at each of its steps. */
const REST_MS = 150;

export class RowsView implements View {
  readonly label: string;
  readonly element: HTMLElement;
  private readonly body = h('tbody', { role: 'rowgroup' });
  private readonly note = h('p', { class: 'clv-hint' });
  private readonly table: HTMLTableElement;
  private readonly frame: HTMLElement;
  private readonly observer = new ResizeObserver(() => this.fit());
  private isShown = false;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Context,
    private readonly view: TableView,
    private readonly chart: Chart | undefined,
  ) {
    this.label = view.label;
    const headings = view.columns.map(({ label, format }) =>
      h('th', { scope: 'col', role: 'columnheader', class: format && 'clv-figure' }, label),
    );
    const head = h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...headings));
    // The roles are said: stacked rows are no table by their style any more.
    this.table = h('table', { class: 'clv-table', role: 'table' }, head, this.body);
    // What scrolls must be in reach of the keyboard.
    const reach = { tabindex: 0, role: 'region', 'aria-label': view.label };
    this.frame = h('div', { class: 'clv-scroll', ...reach }, this.table);
    this.element = h('div', {}, this.frame, this.note);
    this.observer.observe(this.frame);
  }

  show(): void {
    this.isShown = true;
    void this.draw();
  }

  hide(): void {
    this.isShown = false;
  }

  update(changed: Changed): void {
    if (!this.isShown || !any(changed, 'values', 'datasets', 'pinned')) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.draw(), REST_MS);
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.observer.disconnect();
  }

  /** The whole table as text with tabs, for a spreadsheet. */
  async copyText(): Promise<string> {
    const { columns } = this.view;
    const rows = (await this.rows()).map((row) =>
      columns.map(({ field }) => cell(own(row, field))),
    );
    return [columns.map(({ label }) => cell(label)), ...rows]
      .map((cells) => cells.join('\t'))
      .join('\n');
  }

  private async rows(): Promise<Row[]> {
    await this.chart?.ready();
    return this.chart?.rows(this.view.columns.map((column) => column.field)) ?? [];
  }

  private async draw(): Promise<void> {
    const rows = await this.rows();
    this.body.replaceChildren(...rows.slice(0, MOST_ROWS).map((row) => this.line(row)));
    const text = (count: number) => this.context.numbers.text(count, { kind: 'count' });
    const cut = `The first ${text(MOST_ROWS)} of ${text(rows.length)} rows.`;
    if (rows.length > MOST_ROWS) setText(this.note, `${cut} “Copy the table” takes all.`);
    else setText(this.note, rows.length === 0 ? 'There are no rows.' : '');
    this.fit();
  }

  /** Columns that do not fit beside each other are written below each other, row by row. */
  private fit(): void {
    this.stack(false);
    this.stack(this.table.offsetWidth > this.frame.clientWidth + 1);
  }

  /** The headings are then said, not shown: each cell shows its own. */
  private stack(isStacked: boolean): void {
    this.table.classList.toggle('clv-stacked', isStacked);
    this.table.tHead?.classList.toggle('clv-aside', isStacked);
  }

  private line(row: Row): HTMLElement {
    const cells = this.view.columns.map(({ field, label, format }) => {
      const value = own(row, field);
      const text = format ? this.figure(value, format) : plain(value);
      const figure = format && 'clv-figure';
      return h('td', { class: figure, role: 'cell', 'data-label': label }, text);
    });
    return h('tr', { role: 'row' }, ...cells);
  }

  /** Some rows bring their figures written, each as its kind asks. */
  private figure(value: unknown, format: Format): string {
    if (typeof value === 'number') return this.context.numbers.cell(value, format);
    return trueMinus(plain(value));
  }
}

function plain(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** What is not seen at the start of a cell, and the first sign that is. */
const SEEN = /^[\p{C}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]*([^])/u;

/** Whether a spreadsheet would take a text for a formula, in whatever width its first sign is. */
function isFormula(text: string): boolean {
  const first = SEEN.exec(text)?.[1] ?? '';
  return '=+-@'.includes(first.normalize('NFKC').charAt(0) || ' ');
}

/** One line without tabs; a spreadsheet must not take somebody's name for a formula. */
export function cell(value: unknown): string {
  const text = plain(value).replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ');
  if (typeof value === 'number') return text;
  const pieces = text.split(';').map((piece) => (isFormula(piece) ? `'${piece}` : piece));
  return pieces.join(';');
}
