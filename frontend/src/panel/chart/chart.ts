/** A drawn chart: follows the panel's signals, its data and the width of the page. */
import type { Row } from '../../contract/declaration';
import { h, setAttribute, setText } from '../../base/dom';
import { any, type Context } from '../part';
import type { Changed, Topic } from '../session/session';
import { ALT, SUBTITLE, TITLE, chartSpec, copyRows, liveSignals, type ChartSource } from './spec';

/** The text for screen readers follows once the numbers rest. */
const REST_MS = 500;
const EVERYTHING: Topic[] = ['values', 'pinned', 'selection', 'datasets'];

export class Chart {
  readonly element: HTMLElement;
  /** Vega draws in here. */
  readonly picture = h('div', { class: 'clv-picture' });
  /** Vega's view, once it is there. */
  view: any = null;
  private readonly title = h('p', { class: 'clv-chart-title' });
  private readonly subtitle = h('p', { class: 'clv-chart-subtitle' });
  private readonly problem = h('p', { class: 'clv-problem', role: 'alert' });
  private readonly observer = new ResizeObserver(() => this.fit());
  private embedding: Promise<void> | null = null;
  private finalize: (() => void) | null = null;
  private names: string[] = [];
  /** Which of the texts the chart computes. */
  private texts = new Set<unknown>();
  private shownRows = new Map<string, Row[]>();
  private fitsWidth = false;
  private isShown = false;
  private isDisposed = false;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Context,
    private readonly source: () => ChartSource,
    private readonly label: string,
    private readonly tooltip: (...event: any[]) => void,
  ) {
    this.element = h(
      'div',
      { class: 'clv-chart' },
      this.title,
      this.subtitle,
      this.problem,
      this.picture,
    );
  }

  /** Draws the chart when first shown, and catches up on what happened while it was hidden. */
  show(): Promise<void> {
    this.isShown = true;
    return this.ready().then(() => this.fit());
  }

  hide(): void {
    this.isShown = false;
  }

  update(changed: Changed): void {
    if (!this.view || !this.isShown || !any(changed, ...EVERYTHING)) return;
    this.follow(changed);
    void this.run();
  }

  /** The chart as of now, drawn or at least computed, whether it is shown or not. */
  async ready(): Promise<void> {
    if (!this.embedding) {
      this.embedding = this.embed();
      await this.embedding;
    } else {
      await this.embedding;
      if (!this.view) return;
      this.follow(new Set(EVERYTHING));
      // What went wrong in the first run stays to be read.
      await this.evaluate();
    }
  }

  setSignal(name: string, value: unknown): void {
    this.view?.signal(name, value);
    void this.run();
  }

  setRows(name: string, rows: Row[]): void {
    this.putRows(name, rows);
    void this.run();
  }

  /** The rows of the first data set in which all the fields occur. */
  rows(fields: string[]): Row[] {
    for (const name of this.view ? this.names : []) {
      const rows: Row[] = this.view.data(name);
      if (rows.length > 0 && fields.every((field) => Object.hasOwn(rows[0], field))) return rows;
    }
    return [];
  }

  /** What is written above the chart, for those who take the picture elsewhere. */
  get titles(): string[] {
    return [this.title, this.subtitle].map((line) => line.textContent ?? '').filter(Boolean);
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.resting);
    this.observer.disconnect();
    this.finalize?.();
    this.view = null;
  }

  private async embed(): Promise<void> {
    // Without Vega the panel says so itself.
    const vega = await this.context.vega.catch(() => null);
    if (!vega || this.isDisposed) return;
    try {
      const source = this.source();
      const spec = chartSpec(this.context, source);
      const result = await vega.embed(this.picture, spec, this.options());
      // The panel may have gone while Vega was at work.
      if (this.isDisposed) return result.finalize();
      this.finalize = result.finalize;
      this.view = result.view;
      this.texts = new Set((spec.params as Row[]).map((param) => param.name));
      this.shownRows = new Map(Object.entries(source.datasets));
      this.names = (result.vgSpec.data ?? []).map((data: Row) => data.name);
      this.fitsWidth = /^fit(-x)?$/.test(result.vgSpec.autosize?.type ?? '');
      // What happened while Vega was at work.
      this.follow(new Set(EVERYTHING));
      // What went wrong in the first run stays to be read.
      await this.evaluate();
      this.describeAsPicture();
      this.observer.observe(this.picture);
    } catch (problem) {
      this.fail(problem);
    }
  }

  private options(): Row {
    const { config, number_format } = this.context.session.declaration;
    return {
      isStored: this.context.session.host.kind !== 'live',
      renderer: 'svg',
      actions: false,
      defaultStyle: false,
      tooltip: this.tooltip,
      logger: this.logger(),
      // Each mark's own text would be hidden behind the picture's.
      config: {
        aria: false,
        ...config,
        mark: { ...(config.mark as Row), aria: false },
        locale: { number: number_format },
      },
    };
  }

  private follow(changed: Changed): void {
    const { session } = this.context;
    for (const { name, value } of liveSignals(this.context)) {
      // A list is never equal to its copy: it is set only when it may differ.
      if (name !== 'selected_keys' || changed.has('selection')) this.view.signal(name, value);
    }
    if (!changed.has('datasets')) return;
    for (const [name, rows] of Object.entries(session.datasets)) this.putRows(name, rows);
  }

  /** In place: the view's own state, such as a zoom, stays. */
  private putRows(name: string, rows: Row[]): void {
    if (!this.view || !this.names.includes(name) || this.shownRows.get(name) === rows) return;
    this.shownRows.set(name, rows);
    this.view.data(name, copyRows({ [name]: rows })[name]);
  }

  private async run(): Promise<void> {
    setText(this.problem, '');
    await this.evaluate();
  }

  private async evaluate(): Promise<void> {
    const view = this.view;
    if (!view) return;
    await view.runAsync();
    if (view === this.view) this.showTitles();
  }

  private fit(): void {
    const width = this.picture.clientWidth;
    if (!this.view || !this.fitsWidth || width === 0 || this.view.signal('width') === width) return;
    this.view.signal('width', width);
    void this.run();
  }

  private showTitles(): void {
    setText(this.title, this.text(TITLE));
    setText(this.subtitle, this.text(SUBTITLE));
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.describe(), REST_MS);
  }

  private text(signal: string): string {
    return this.texts.has(signal) ? String(this.view.signal(signal) ?? '') : '';
  }

  private describeAsPicture(): void {
    // Vega names the frame; the text belongs to the picture in it.
    for (const name of ['role', 'aria-roledescription', 'aria-label']) {
      this.picture.removeAttribute(name);
    }
    setAttribute(this.picture.querySelector('svg')!, 'role', 'img');
    this.describe();
  }

  private describe(): void {
    const { spec } = this.source();
    const text =
      this.text(ALT) || String(spec.description ?? '') || this.titles.join('. ') || this.label;
    const svg = this.picture.querySelector('svg');
    if (svg) setAttribute(svg, 'aria-label', text);
  }

  private fail(problem: unknown): void {
    const why = problem instanceof Error ? problem.message : String(problem);
    setText(this.problem, `The chart could not be drawn: ${why}`);
  }

  /** Vega's errors go into the panel; its warnings are for those who write charts. */
  private logger() {
    const quiet = () => logger;
    const logger = {
      level: quiet,
      warn: quiet,
      info: quiet,
      debug: quiet,
      error: (...problems: unknown[]) => {
        this.fail(problems[0]);
        return logger;
      },
    };
    return logger;
  }
}
