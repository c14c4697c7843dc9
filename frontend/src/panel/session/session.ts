/**
 * A panel's dealings with its model: reads it, changes it, and tells the panel's parts what has
 * changed, once for everything that changes in one go.
 */
import type {
  Declaration,
  History,
  Host,
  PanelModel,
  Row,
  Scenario,
  Selection,
  State,
  Status,
  Value,
  Values,
} from '../../contract/declaration';
import { LinkFilter } from './filter';
import { pushed, sameValues, stepped } from './history';
import { filled } from './period';

export type Topic =
  'values' | 'pinned' | 'history' | 'selection' | 'datasets' | 'status' | 'kernel';
export type Changed = ReadonlySet<Topic>;

const EMPTY: History = { entries: [], at: -1 };

export class Session {
  /** As it reads in the present period. */
  readonly declaration: Declaration;
  /** What the values are called: the period, where there is one, and the fields. */
  private readonly names: string[];
  private readonly start: State;
  private readonly link: LinkFilter;
  /** Lets a field choose: answers with the choice for changed values, or null. */
  follow: ((change: State) => Selection | null) | null = null;
  private readonly listeners = new Set<(changed: Changed) => void>();
  private readonly stops: (() => void)[] = [];
  private pending = new Set<Topic>();
  /** What the fields held before the slider now being dragged was touched. */
  private before: State | null = null;

  constructor(
    private readonly model: PanelModel,
    readonly host: Host,
  ) {
    const declaration: Declaration = model.get('declaration');
    const fields = declaration.fields.map((field) => field.name);
    this.names = declaration.period ? ['period', ...fields] : fields;
    this.declaration = filled(declaration, this.values);
    this.start = { ...this.state, ...this.declaration.start };
    this.link = new LinkFilter(this.declaration.filtering);
    const topics: Topic[] = ['pinned', 'history', 'selection', 'datasets', 'status'];
    for (const topic of topics) this.listen(`change:${topic}`, topic);
    for (const name of this.names) this.listen(`change:${name}`, 'values');
    this.listen('change:filter', 'datasets');
    this.stops.push(host.onKernelChange(() => this.note('kernel')));
  }

  get values(): Values {
    return Object.fromEntries(this.names.map((name) => [name, this.model.get(name) as Value]));
  }

  /** What a step back brings back. */
  private get state(): State {
    const choice: State = this.declaration.selection ? { selection: this.selection } : {};
    return { ...this.values, ...choice, ...this.aside };
  }

  /** What Python notes in a step besides, such as the borders of segments: it stays as it is. */
  private get aside(): State {
    const known = new Set([...this.names, 'selection']);
    const noted = Object.entries(this.history.entries[this.history.at] ?? {});
    return Object.fromEntries(noted.filter(([name]) => !known.has(name)));
  }

  /** Its name; empty for a panel without a period. */
  get period(): string {
    return this.declaration.period ? String(this.model.get('period')) : '';
  }

  get pinned(): Scenario[] {
    return this.model.get('pinned') ?? [];
  }

  /** The last pinned scenario: what the numbers are compared with. */
  get reference(): Scenario | null {
    return this.pinned.at(-1) ?? null;
  }

  get history(): History {
    const history: History | undefined = this.model.get('history');
    return history?.entries ? history : EMPTY;
  }

  get selection(): Selection {
    return this.model.get('selection') ?? { keys: [] };
  }

  get datasets(): Record<string, Row[]> {
    return this.link.applied(this.model.get('datasets') ?? {}, this.filter);
  }

  /** What is chosen in a linked panel. */
  private get filter(): string[] {
    return this.model.get('filter')?.keys ?? [];
  }

  get isFiltered(): boolean {
    return this.filter.length > 0;
  }

  get status(): Status {
    return this.model.get('status') ?? { state: 'ready', message: '' };
  }

  get kernelIsAway(): boolean {
    return this.host.kernelIsAway();
  }

  /** Sets fields without a step in the history: a slider on its way. */
  move(change: State): void {
    this.before ??= this.state;
    for (const [name, value] of Object.entries(change)) this.model.set(name, value);
    const selection = this.follow?.(change);
    if (selection) this.model.set('selection', selection);
    this.save();
  }

  /** Ends a move, or makes one, and notes it as one step. */
  commit(change: State = {}): void {
    this.move(change);
    const before = this.before!;
    this.before = null;
    if (sameValues(before, this.state)) return;
    this.model.set('history', pushed(this.history, before, this.state));
    this.save();
  }

  canStep(by: -1 | 1): boolean {
    return stepped(this.history, by) !== null;
  }

  step(by: -1 | 1): void {
    const history = stepped(this.history, by);
    if (!history) return;
    this.before = null;
    const known = new Set([...this.names, 'selection']);
    for (const [name, value] of Object.entries(history.entries[history.at])) {
      if (known.has(name)) this.model.set(name, value);
    }
    this.model.set('history', history);
    this.save();
  }

  get isAtStart(): boolean {
    return sameValues(this.state, this.start);
  }

  reset(): void {
    this.commit(this.start);
  }

  /** Keeps the fields' values under the first free name "Scenario 1", "Scenario 2"... */
  pin(): void {
    const taken = new Set(this.pinned.map((scenario) => scenario.name));
    let number = 1;
    while (taken.has(`Scenario ${number}`)) number += 1;
    const scenario = { name: `Scenario ${number}`, values: this.values };
    this.model.set('pinned', [...this.pinned, scenario]);
    this.save();
  }

  unpin(index: number): void {
    this.model.set(
      'pinned',
      this.pinned.filter((_, at) => at !== index),
    );
    this.save();
  }

  /** A brush on its way is no step in the history; `commit()` makes it one. */
  select(selection: Selection, isResting = true): void {
    const change: State = { selection };
    if (isResting) this.commit(change);
    else this.move(change);
  }

  /** Calls back in the same frame as a change, before the page is painted. */
  on(listener: (changed: Changed) => void): void {
    this.listeners.add(listener);
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
    this.listeners.clear();
  }

  private save(): void {
    // A dead kernel's channel would log an error for each message.
    if (!this.kernelIsAway) this.model.save_changes();
  }

  private listen(event: string, topic: Topic): void {
    const note = () => this.note(topic);
    this.model.on(event, note);
    this.stops.push(() => this.model.off(event, note));
  }

  /** A preset changes many fields: the parts hear of all in one call. */
  private note(topic: Topic): void {
    if (this.pending.size === 0) queueMicrotask(() => this.tell());
    this.pending.add(topic);
  }

  private tell(): void {
    const changed = this.pending;
    this.pending = new Set();
    this.listeners.forEach((listener) => listener(changed));
  }
}
