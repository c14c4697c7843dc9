/** Choosing by brushing over a chart: bounds by field. Escape clears. */
import type { Chart } from './chart';
import { own } from '../../contract/own';
import type { SelectionRule } from '../../contract/declaration';
import type { Context } from '../part';
import type { Changed } from '../session/session';

type IntervalRule = Extract<SelectionRule, { kind: 'interval' }>;
type Bounds = Record<string, [number, number]>;

/** A brush that has not moved for so long is one step in the history. */
const REST_MS = 300;

export class IntervalSelection {
  private sent = '{}';
  private frame = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Context,
    private readonly chart: Chart,
    private readonly rule: IntervalRule,
  ) {
    const frame = chart.element;
    frame.tabIndex = 0;
    frame.classList.add('clv-control');
    // Vega keeps a drag from moving the focus, but Escape must find its way here.
    frame.addEventListener('pointerdown', () => frame.focus({ preventScroll: true }));
    frame.setAttribute('role', 'group');
    frame.setAttribute('aria-label', 'Drag over the chart to choose a range; Escape clears it.');
  }

  attach(): void {
    this.chart.view.addSignalListener(this.rule.param, () => {
      // A drag makes more events than frames.
      this.frame ||= requestAnimationFrame(() => this.send());
    });
    this.update(new Set(['selection']));
  }

  escape(): void {
    this.context.session.select({ interval: {} });
  }

  update(changed: Changed): void {
    if (!this.chart.view || !changed.has('selection')) return;
    const bounds = this.wanted();
    if (JSON.stringify(bounds) === this.sent) return;
    this.sent = JSON.stringify(bounds);
    this.draw(bounds);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
  }

  private send(): void {
    this.frame = 0;
    if (!this.chart.view) return;
    const bounds: Bounds = { ...this.chart.view.signal(this.rule.param) };
    const text = JSON.stringify(bounds);
    if (text === this.sent) return;
    this.sent = text;
    const { session } = this.context;
    session.select({ interval: bounds }, false);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => session.commit(), REST_MS);
  }

  private wanted(): Bounds {
    const { selection } = this.context.session;
    return 'interval' in selection ? selection.interval : {};
  }

  /** Vega-Lite keeps the brush as pixels on its channels, and which field is on which channel. */
  private draw(bounds: Bounds): void {
    const { view } = this.chart;
    const { param } = this.rule;
    for (const channel of ['x', 'y']) {
      try {
        const field = this.fieldOn(channel);
        const ends = field && own(bounds, field);
        const scale = ends && view.scale(channel);
        this.chart.setSignal(`${param}_${channel}`, ends ? ends.map((end) => scale(end)) : []);
      } catch {
        // The brush does not go along this channel.
      }
    }
  }

  private fieldOn(channel: string): string | undefined {
    const fields: { field: string; channel: string }[] = this.chart.view.signal(
      `${this.rule.param}_tuple_fields`,
    );
    return fields.find((on) => on.channel === channel)?.field;
  }
}
