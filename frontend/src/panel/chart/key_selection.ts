/**
 * Choosing marks of a chart by their keys: with the pointer, the keyboard, or by named groups. The
 * chart is the control; the choice stands above it in words.
 */
import { Brush, touched, type Box, type Extent } from './brush';
import type { Chart } from './chart';
import { chosenTools } from './chosen_tools';
import type { Selection } from '../../contract/declaration';
import { h, setAttribute, setText } from '../../base/dom';
import { nextKey } from './arrow_keys';
import type { Context, Part } from '../part';
import { placing } from './mark_places';
import { own } from '../../contract/own';
import { freshId } from '../../base/registry';
import { describeAll, describeChosen, describeKey, type KeysRule } from './choice_in_words';
import type { Changed } from '../session/session';

/** A choice is spoken once it rests, not at each frame of a brush. */
const REST_MS = 500;

export class KeySelection implements Part {
  readonly element: HTMLElement;
  private readonly words = h('p', { class: 'clv-chosen' });
  private readonly spoken = h('p', { class: 'clv-aside', role: 'status' });
  private readonly clear: HTMLButtonElement;
  private readonly boxes: HTMLInputElement[];
  private readonly tools: Part | null;
  private brush: Brush | null = null;
  /** What was chosen before a brush that adds to it. */
  private kept: string[] | null = null;
  private cursor: string | null = null;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Context,
    private readonly chart: Chart,
    private readonly rule: KeysRule,
    label: string,
  ) {
    this.clear = h(
      'button',
      {
        type: 'button',
        class: 'clv-button',
        title: 'Clear (Escape)',
        onclick: () => {
          this.choose([]);
          // The button goes: the keyboard stays with the chart.
          this.frame.focus();
        },
      },
      'Clear',
    );
    this.tools = chosenTools(context, rule);
    this.boxes = rule.groups.map((group) => this.groupBox(group.keys));
    const groups = rule.groups.map(({ label: name, help }, at) =>
      h('label', { class: 'clv-option', title: help }, this.boxes[at], name),
    );
    const line = h('div', { class: 'clv-choice' }, this.words, this.clear);
    this.element = h(
      'div',
      { class: 'clv-selection' },
      line,
      groups.length > 0 &&
        h('div', { class: 'clv-groups', role: 'group', 'aria-label': 'Groups' }, ...groups),
      this.tools?.element,
      this.spoken,
    );
    this.prepareKeyboard(label);
  }

  /** Once the chart is drawn it can be clicked. */
  attach(): void {
    this.chart.view.addEventListener('click', (event: MouseEvent, item: any) => {
      const key = this.keyOf(item);
      const adds = event.shiftKey || event.ctrlKey || event.metaKey;
      if (key === null) this.choose([]);
      else if (adds) this.toggle(key);
      else this.choose([key]);
    });
    this.brush = new Brush(
      this.chart,
      (box, adds) => this.brushOver(box, adds),
      () => this.endBrush(),
    );
    this.context.session.follow = (change) => this.followed(change);
    this.update(new Set(['selection']));
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.brush?.dispose();
  }

  /** Escape, from wherever the focus is in the view. */
  escape(): void {
    this.choose([]);
    this.moveCursor(null);
  }

  update(changed: Changed): void {
    this.tools?.update(changed);
    if (
      !this.chart.view ||
      !(changed.has('selection') || changed.has('datasets') || changed.has('values'))
    )
      return;
    const { rows, keys, rule } = this;
    const { numbers } = this.context;
    const said =
      keys.length > 0
        ? describeChosen(rows, keys, rule, numbers)
        : describeAll(rows, rule, numbers);
    // The first words are read with the panel: only changes are news.
    if (this.words.textContent && this.words.textContent !== said) this.speakLater();
    setText(this.words, said);
    this.clear.hidden = keys.length === 0;
    this.showGroups();
  }

  private get keys(): string[] {
    const { selection } = this.context.session;
    return 'keys' in selection ? selection.keys : [];
  }

  private get rows() {
    const { key, x, y, sums, follows } = this.rule;
    const fields = [key, x, y, ...sums.map((sum) => sum.field)].filter(Boolean);
    return this.chart.rows(follows ? [...fields, follows.upto] : fields);
  }

  private choose(keys: string[]): void {
    if (keys.length > 0 || this.keys.length > 0) this.context.session.select({ keys });
  }

  private toggle(key: string): void {
    const { keys } = this;
    this.choose(keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key]);
  }

  /** The key of a mark, or null beside the marks. */
  private keyOf(item: any): string | null {
    const key = own(item?.datum, this.rule.key) ?? own(item?.datum?.datum, this.rule.key);
    return key === undefined || key === null ? null : String(key);
  }

  private get frame(): HTMLElement {
    return this.chart.element;
  }

  // Brush and field

  private brushOver(box: Box, adds: boolean): void {
    this.kept ??= adds ? this.keys : [];
    const keys = [...new Set([...this.kept, ...touched(this.marks(), box)])];
    this.context.session.select({ keys }, false);
  }

  private endBrush(): void {
    this.kept = null;
    this.context.session.commit();
  }

  /** What a field's new value chooses. */
  private followed(change: object): Selection | null {
    const { follows, key, within } = this.rule;
    if (within && within in change) return { keys: [] };
    if (!follows || !(follows.field in change)) return null;
    const limit = Number(this.context.session.values[follows.field]) + 1e-9;
    const inside = this.rows.filter((row) => Number(row[follows.upto]) <= limit);
    return { keys: [...new Set(inside.map((row) => String(row[key])))] };
  }

  // Groups

  private groupBox(group: string[]): HTMLInputElement {
    const box = h('input', { type: 'checkbox' });
    box.addEventListener('change', () => {
      const others = this.keys.filter((key) => !group.includes(key));
      this.choose(box.checked ? [...others, ...group] : others);
      // Where nothing changed, the box still has to say how things are.
      this.showGroups();
    });
    return box;
  }

  private showGroups(): void {
    const chosen = new Set(this.keys);
    this.rule.groups.forEach(({ keys }, at) => {
      const inside = keys.filter((key) => chosen.has(key)).length;
      this.boxes[at].checked = keys.length > 0 && inside === keys.length;
      this.boxes[at].indeterminate = inside > 0 && inside < keys.length;
    });
  }

  // Keyboard

  private prepareKeyboard(label: string): void {
    const { frame } = this;
    const how = h(
      'span',
      { class: 'clv-aside', id: freshId() },
      'Arrow keys move, Space chooses, Escape clears.',
    );
    this.element.append(how);
    frame.classList.add('clv-control');
    frame.tabIndex = 0;
    setAttribute(frame, 'role', 'group');
    setAttribute(frame, 'aria-label', label);
    setAttribute(frame, 'aria-describedby', how.id);
    frame.addEventListener('keydown', (event) => this.press(event));
    frame.addEventListener('blur', () => this.moveCursor(null));
  }

  private press(event: KeyboardEvent): void {
    if (event.key.startsWith('Arrow')) {
      this.moveCursor(nextKey(this.marks(), this.cursor, event.key));
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (this.cursor !== null) this.toggle(this.cursor);
      this.speak();
    } else {
      return;
    }
    event.preventDefault();
  }

  private moveCursor(key: string | null): void {
    if (this.cursor === key) return;
    this.cursor = key;
    this.chart.setSignal('cursor_key', key);
    this.speak();
  }

  private speak(): void {
    const { cursor, rows, rule } = this;
    if (cursor === null) return setText(this.spoken, '');
    const state = this.keys.includes(cursor) ? 'chosen' : 'not chosen';
    setText(this.spoken, `${describeKey(rows, cursor, rule, this.context.numbers)}; ${state}`);
  }

  /** What is chosen in all. */
  private speakLater(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => setText(this.spoken, this.words.textContent ?? ''), REST_MS);
  }

  /** Where the marks are, in pixels where the chart has scales for them. */
  private marks(): Extent[] {
    const x = placing(this.chart.view, 'x', this.rule.x);
    const y = placing(this.chart.view, 'y', this.rule.y);
    return this.rows.map((row) => ({
      key: String(row[this.rule.key]),
      x: x.middle(row),
      y: y.middle(row),
      halfWidth: x.half,
      halfHeight: y.half,
    }));
  }
}
