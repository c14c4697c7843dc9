/** The views of a panel as tabs; a single view needs none. */
import { h, setAttribute } from '../base/dom';
import { freshId } from '../base/registry';
import type { Changed } from './session/session';

/** What stands behind a tab. It works only while it is shown. */
export interface View {
  label: string;
  element: HTMLElement;
  show(): void;
  hide?(): void;
  update(changed: Changed): void;
  dispose?(): void;
}

export class Tabs {
  readonly panes: HTMLElement;
  /** The row of tabs, where there is more than one. */
  readonly bar: HTMLElement | null = null;
  private readonly tabs: HTMLButtonElement[];
  private shown = -1;

  /** `first` is the view that is shown at the start. */
  constructor(
    private readonly views: View[],
    private readonly first = 0,
  ) {
    const panes = views.map((view) => h('div', { id: freshId(), class: 'clv-pane' }, view.element));
    this.panes = h('div', { class: 'clv-panes' }, ...panes);
    this.tabs = views.map((view, at) =>
      h('button', { type: 'button', role: 'tab', onclick: () => this.open(at) }, view.label),
    );
    if (views.length > 1) this.bar = this.makeBar(panes);
  }

  /** The view that is shown; before the start there is none. */
  get current(): View | undefined {
    return this.views[this.shown];
  }

  /** Which view is shown, or will be. */
  get at(): number {
    return this.shown < 0 ? this.first : this.shown;
  }

  /** Shows the first view; until then none works. */
  start(): void {
    if (this.shown < 0 && this.views.length > 0) this.open(this.first);
  }

  private makeBar(panes: HTMLElement[]): HTMLElement {
    this.tabs.forEach((tab, at) => {
      tab.id = freshId();
      setAttribute(tab, 'aria-controls', panes[at].id);
      setAttribute(panes[at], 'role', 'tabpanel');
      setAttribute(panes[at], 'aria-labelledby', tab.id);
    });
    const bar = h(
      'div',
      { class: 'clv-tabs', role: 'tablist', 'aria-label': 'Views' },
      ...this.tabs,
    );
    bar.addEventListener('keydown', (event) => {
      const to = tabAfter(event.key, this.at, this.tabs.length);
      if (to === null) return;
      event.preventDefault();
      this.open(to);
      this.tabs[to].focus();
    });
    return bar;
  }

  private open(at: number): void {
    if (at === this.shown) return;
    this.current?.hide?.();
    this.shown = at;
    [...this.panes.children].forEach((pane, other) => setAttribute(pane, 'hidden', other !== at));
    this.tabs.forEach((tab, other) => {
      setAttribute(tab, 'aria-selected', other === at ? 'true' : 'false');
      tab.tabIndex = other === at ? 0 : -1;
    });
    this.current?.show();
  }
}

/** Arrow keys go round; Home and End go to the ends. */
export function tabAfter(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
