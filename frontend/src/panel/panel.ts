/** Puts a panel together, keeps it up to date, and takes it away again. */
import { admitted, ForeignPanel } from './admitted';
import { Answers } from './session/answers';
import type { Host, PanelModel, VegaRuntime } from '../contract/declaration';
import { h, setAttribute, setText } from '../base/dom';
import { fieldsPart } from './fields/fields';
import { Numbers } from '../base/format';
import { headerPart } from './header';
import { watchShortcuts } from './keyboard';
import { Menu } from '../base/menu';
import { PeriodWatch } from './session/period_watch';
import { keepPlace } from '../base/place';
import type { Context, Part } from './part';
import { readoutsPart } from './readouts';
import { Session, type Changed, type Topic } from './session/session';
import { StatusPart } from './status';
import { Tabs } from './tabs';
import { takeawayActions } from './takeaway';
import { watchTheme } from '../base/theme';
import { makeTooltip } from '../base/tooltip';
import { makeViews, type Views } from './views/views';

const EVERYTHING: Topic[] = [
  'values',
  'pinned',
  'history',
  'selection',
  'datasets',
  'status',
  'kernel',
];

/** Shows a panel in an element; the answer takes it away and leaves nothing behind. */
export function showPanel(el: HTMLElement, model: PanelModel, host: Host): () => void {
  let shown = build(el, model, host);
  const rebuild = (tab = 0) => {
    shown.dispose();
    shown = build(el, model, host, tab);
  };
  const replace = () => rebuild();
  const refusal = h('p', { class: 'clv-problem', role: 'alert' });
  const period = new PeriodWatch(model, host, {
    // Another period changes texts and axes throughout.
    switched() {
      refusal.remove();
      keepPlace(el, () => rebuild(shown.tab));
    },
    refused(why) {
      setText(refusal, why);
      el.append(refusal);
    },
  });
  model.on('change:declaration', replace);
  return () => {
    period.dispose();
    refusal.remove();
    model.off('change:declaration', replace);
    shown.dispose();
  };
}

/** What stands in the element: the panel, or why there is none. */
interface Shown {
  dispose(): void;
  /** The tab that is open. */
  tab: number;
}

/** A panel that cannot be built says why: never a blank. */
function build(el: HTMLElement, model: PanelModel, host: Host, tab = 0): Shown {
  try {
    const panel = new Panel(model, host, tab);
    el.append(panel.element);
    return panel;
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    const text = `This panel could not be shown: ${why}`;
    const note = h('p', { class: 'clv-problem', role: 'alert' }, text);
    el.append(note);
    return { dispose: () => note.remove(), tab };
  }
}

class Panel {
  readonly element: HTMLElement;
  private readonly session: Session;
  private readonly context: Context;
  private readonly views: Views;
  private readonly tabs: Tabs;
  private readonly results: HTMLElement;
  private readonly status: StatusPart;
  private readonly parts: Part[];
  private readonly unwatchTheme: () => void;
  private readonly unwatchShortcuts: () => void;
  private isGone = false;

  constructor(model: PanelModel, host: Host, tab: number) {
    this.session = new Session(model, host);
    const { session } = this;
    const { title, name, number_format, fields } = session.declaration;
    const numbers = new Numbers(number_format);
    const vega = host.kind === 'live' ? admitted(model, host.loadVega()) : host.loadVega();
    this.context = { session, numbers, answers: new Answers(session), vega };
    this.element = h('section', { class: 'clv-panel', 'aria-label': title || name || 'Chart' });
    const tooltip = makeTooltip(this.element);
    this.views = makeViews(this.context, tooltip);
    this.tabs = new Tabs(this.views.all, tab);

    const readouts = readoutsPart(this.context);
    this.results = h('div', { class: 'clv-results' }, readouts.element, this.tabs.panes);
    this.status = new StatusPart(session, this.results);
    const inputs = fields.length > 0 ? fieldsPart(this.context) : null;
    const menu = this.makeMenu();
    const header = title || name ? headerPart(this.context, menu) : null;
    this.parts = [header, inputs, this.status, readouts].filter((part) => part !== null);

    const main = h('div', { class: 'clv-main' }, this.status.element, this.results);
    const body = h('div', { class: 'clv-body' }, inputs?.element, main);
    setAttribute(this.element, 'data-bare', !header);
    setAttribute(body, 'data-fields', inputs !== null);
    const pieces = [header?.element ?? menu, body, this.tabs.bar, tooltip.element];
    this.element.append(...pieces.filter((piece) => piece !== null));

    this.unwatchShortcuts = watchShortcuts(this.element, session);
    this.unwatchTheme = watchTheme((theme) => setAttribute(this.element, 'data-theme', theme));
    session.on((changed) => this.update(changed));
    this.start(vega);
  }

  get tab(): number {
    return this.tabs.at;
  }

  dispose(): void {
    this.isGone = true;
    this.unwatchTheme();
    this.unwatchShortcuts();
    this.session.dispose();
    [...this.parts, ...this.views.all].forEach((part) => part.dispose?.());
    this.context.answers.dispose();
    this.element.remove();
  }

  private start(vega: Promise<VegaRuntime>): void {
    this.status.loading();
    vega.then(
      (runtime) => this.isGone || this.compute(runtime),
      (problem) => this.isGone || this.status.failed(whyNotLoaded(problem)),
    );
    this.update(new Set(EVERYTHING));
  }

  private compute(vega: VegaRuntime): void {
    this.status.loaded();
    try {
      this.context.answers.start(vega);
      this.update(new Set(['values', 'pinned']));
    } catch (problem) {
      this.status.failed(`The results could not be computed: ${(problem as Error).message}`);
    }
  }

  private update(changed: Changed): void {
    this.context.answers.update(changed);
    this.parts.forEach((part) => part.update(changed));
    if (changed.has('status')) this.lock(this.session.status.state === 'locked');
    this.views.all.forEach((view) => view.update(changed));
  }

  /** While the results are locked nothing of them is drawn. */
  private lock(isLocked: boolean): void {
    this.results.hidden = isLocked;
    if (this.tabs.bar) this.tabs.bar.hidden = isLocked;
    if (!isLocked) this.tabs.start();
  }

  private makeMenu(): HTMLElement {
    const { charts, table } = this.views;
    const chart = () => charts.get(this.tabs.current!) ?? [...charts.values()][0];
    return new Menu(takeawayActions(this.context, { panel: this.element, chart, table })).element;
  }
}

function whyNotLoaded(problem: unknown): string {
  if (problem instanceof ForeignPanel) return problem.message;
  const said = problem instanceof Error ? problem.message : String(problem);
  return (
    `The charts could not be loaded: ${said.replace(/\.$/, '')}. ` +
    'Run the cell again; if that does not help, restart the kernel.'
  );
}
