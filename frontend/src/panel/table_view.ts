/** The tab with the rows behind a chart. */
import type { Chart } from './chart';
import type { Row, TableView } from './declaration';
import { h, setText } from './dom';
import { any, type Context } from './part';
import type { Changed } from './session';
import type { View } from './tabs';

const MOST_ROWS = 500;
/** A long table is rewritten when a slider rests, not at each of its steps. */
const REST_MS = 150;

export class RowsView implements View {
  readonly label: string;
  readonly element: HTMLElement;
  private readonly body = h('tbody');
  private readonly note = h('p', { class: 'clv-hint' });
  private isShown = false;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Context,
    private readonly view: TableView,
    private readonly chart: Chart | undefined,
  ) {
    this.label = view.label;
    const headings = view.columns.map(({ label, format }) =>
      h('th', { scope: 'col', class: format && 'clv-figure' }, label),
    );
    const head = h('thead', {}, h('tr', {}, ...headings));
    const table = h('table', { class: 'clv-table' }, head, this.body);
    // What scrolls must be in reach of the keyboard.
    const reach = { tabindex: 0, role: 'region', 'aria-label': view.label };
    this.element = h('div', {}, h('div', { class: 'clv-scroll', ...reach }, table), this.note);
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
  }

  /** The whole table as text with tabs, for a spreadsheet. */
  async copyText(): Promise<string> {
    const { columns } = this.view;
    const rows = (await this.rows()).map((row) => columns.map(({ field }) => cell(row[field])));
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
  }

  private line(row: Row): HTMLElement {
    const cells = this.view.columns.map(({ field, format }) => {
      const value = row[field];
      const isFigure = format && typeof value === 'number';
      const text = isFigure ? this.context.numbers.text(value, format) : plain(value);
      return h('td', { class: format && 'clv-figure' }, text);
    });
    return h('tr', {}, ...cells);
  }
}

function plain(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** One line without tabs; a spreadsheet must not take somebody's name for a formula. */
function cell(value: unknown): string {
  const text = plain(value).replace(/[\t\r\n]+/g, ' ');
  return typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
}
