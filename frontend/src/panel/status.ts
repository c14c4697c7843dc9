/** The states of a panel other than ready: locked, busy, error, loading. */
import { h, setAttribute, setText } from '../base/dom';
import type { Part } from './part';
import type { Changed, Session } from './session/session';

/** Waiting shorter than this is no news. */
const PATIENCE_MS = 300;

/** Shows the status above the results, and dims them while Python computes others. */
export class StatusPart implements Part {
  readonly element: HTMLElement;
  private readonly note = h('p', { class: 'clv-note', role: 'status' });
  private readonly alarm = h('p', { class: 'clv-problem', role: 'alert' });
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private isLoading = false;
  private failure = '';

  constructor(
    private readonly session: Session,
    private readonly results: HTMLElement,
  ) {
    this.element = h('div', { class: 'clv-status' }, this.note, this.alarm);
  }

  update(changed: Changed): void {
    if (changed.has('status')) this.show();
  }

  /** Vega is on its way. */
  loading(): void {
    this.isLoading = true;
    this.show();
  }

  loaded(): void {
    this.isLoading = false;
    this.show();
  }

  /** What went wrong in the browser. */
  failed(problem: string): void {
    this.failure = problem;
    this.loaded();
  }

  dispose(): void {
    clearTimeout(this.waiting);
  }

  private show(): void {
    const { state, message } = this.session.status;
    clearTimeout(this.waiting);
    const isWaiting = state === 'busy' || (state === 'ready' && this.isLoading);
    if (state === 'locked') this.say(message || 'The results are not shown yet.', 'lock');
    else if (isWaiting) this.sayLater(state === 'busy' ? message || 'Computing…' : 'Loading…');
    else this.say('');
    if (state !== 'busy') this.results.classList.remove('clv-dimmed');
    const error = state === 'error' ? message || 'Something went wrong in Python.' : '';
    setText(this.alarm, this.failure || error);
  }

  private say(text: string, kind?: 'wait' | 'lock'): void {
    setText(this.note, text);
    setAttribute(this.note, 'data-kind', kind);
  }

  private sayLater(text: string): void {
    this.waiting = setTimeout(() => {
      this.say(text, 'wait');
      this.results.classList.toggle('clv-dimmed', this.session.status.state === 'busy');
    }, PATIENCE_MS);
  }
}
