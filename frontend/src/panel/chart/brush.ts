/** Dragging over a chart chooses the marks it touches, as they are touched. */
import type { Chart } from './chart';
import { h } from '../../base/dom';

/** A mark's middle and half its size, in the chart's own pixels. */
export interface Extent {
  key: string;
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Less than this is a click with an unsteady hand. */
const LEAST = 4;

export function touched(marks: Extent[], box: Box): string[] {
  return marks
    .filter(
      ({ x, y, halfWidth, halfHeight }) =>
        x + halfWidth > box.left &&
        x - halfWidth < box.right &&
        y + halfHeight > box.top &&
        y - halfHeight < box.bottom,
    )
    .map((mark) => mark.key);
}

interface Drag {
  start: PointerEvent;
  /** Where it began in the picture, which may move on the page when words above it grow. */
  x: number;
  y: number;
  now: PointerEvent;
  isBrush: boolean;
}

export class Brush {
  private readonly shade = h('div', { class: 'clv-brush', hidden: true });
  private drag: Drag | null = null;
  private frame = 0;
  private readonly moved = (event: PointerEvent) => this.move(event);
  private readonly ended = () => this.end();

  /** `brushed` hears of the box at each frame, `rested` when the pointer lets go. */
  constructor(
    private readonly chart: Chart,
    private readonly brushed: (box: Box, adds: boolean) => void,
    private readonly rested: () => void,
  ) {
    const { picture } = chart;
    picture.classList.add('clv-brushable');
    picture.append(this.shade);
    picture.addEventListener('pointerdown', (event) => this.begin(event));
    // The click at the end of a drag is none.
    picture.addEventListener('click', (event) => this.swallow(event), true);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    if (this.drag) this.stopListening();
  }

  private begin(event: PointerEvent): void {
    // A finger that drags scrolls the page.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const frame = this.chart.picture.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    this.drag = { start: event, x, y, now: event, isBrush: false };
    window.addEventListener('pointermove', this.moved);
    window.addEventListener('pointerup', this.ended);
    window.addEventListener('pointercancel', this.ended);
  }

  private move(event: PointerEvent): void {
    const { drag } = this;
    if (!drag) return;
    drag.now = event;
    const { start } = drag;
    const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    if (!drag.isBrush && far < LEAST) return;
    drag.isBrush = true;
    // A drag makes more events than frames.
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const { drag } = this;
    if (!drag || !this.chart.view) return;
    const { start, now } = drag;
    const frame = this.chart.picture.getBoundingClientRect();
    const [x, y] = [now.clientX - frame.left, now.clientY - frame.top];
    const [left, top] = [Math.min(x, drag.x), Math.min(y, drag.y)];
    const [width, height] = [Math.abs(x - drag.x), Math.abs(y - drag.y)];
    this.shade.hidden = false;
    Object.assign(this.shade.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    const adds = start.shiftKey || start.ctrlKey || start.metaKey;
    this.brushed(this.inChart({ left, right: left + width, top, bottom: top + height }), adds);
  }

  /** From the page's pixels to the chart's: it may be drawn smaller, and has a margin. */
  private inChart(box: Box): Box {
    const { view, picture } = this.chart;
    const svg = picture.querySelector('svg')!;
    const drawn = svg.getBoundingClientRect();
    const frame = picture.getBoundingClientRect();
    const scale = drawn.width > 0 ? svg.viewBox.baseVal.width / drawn.width : 1;
    const [x0, y0] = view.origin();
    const padding = view.padding();
    const x = (at: number) => (at - (drawn.left - frame.left)) * scale - x0 - padding.left;
    const y = (at: number) => (at - (drawn.top - frame.top)) * scale - y0 - padding.top;
    return { left: x(box.left), right: x(box.right), top: y(box.top), bottom: y(box.bottom) };
  }

  private end(): void {
    this.stopListening();
    if (!this.drag?.isBrush) {
      this.drag = null;
      return;
    }
    cancelAnimationFrame(this.frame);
    this.draw();
    this.shade.hidden = true;
    this.rested();
    // The click comes right after this, if at all.
    setTimeout(() => (this.drag = null));
  }

  private swallow(event: Event): void {
    if (this.drag?.isBrush) event.stopPropagation();
  }

  private stopListening(): void {
    window.removeEventListener('pointermove', this.moved);
    window.removeEventListener('pointerup', this.ended);
    window.removeEventListener('pointercancel', this.ended);
  }
}
