/** The "⋯" menu: what can be taken away from a panel. */
import { h, setAttribute } from './dom';

export interface Action {
  label: string;
  /** Whether it makes sense now; asked when the menu opens. */
  isOffered(): boolean;
  /** Answers with what to say when done, such as "Copied". */
  act(): Promise<string>;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export class Menu {
  readonly element: HTMLElement;
  private readonly opener: HTMLButtonElement;
  private readonly said = h('span', { class: 'clv-said', role: 'status' });
  private readonly items: HTMLButtonElement[];
  private readonly list: HTMLElement;

  constructor(private readonly actions: Action[]) {
    this.opener = h(
      'button',
      { type: 'button', class: 'clv-button', 'aria-label': 'More', title: 'More' },
      '⋯',
    );
    this.opener.addEventListener('click', () => (this.list.hidden ? this.open() : this.close()));
    this.items = actions.map((action) =>
      h('button', { type: 'button', onclick: () => void this.run(action) }, action.label),
    );
    this.list = h('div', { class: 'clv-menu' }, ...this.items);
    this.element = h('div', { class: 'clv-more' }, this.said, this.opener, this.list);
    this.element.addEventListener('keydown', (event) => this.press(event));
    this.element.addEventListener('focusout', (event) => this.leave(event));
    this.close();
  }

  private get offered(): HTMLButtonElement[] {
    return this.items.filter((item) => !item.hidden);
  }

  private open(): void {
    this.items.forEach((item, at) => (item.hidden = !this.actions[at].isOffered()));
    this.list.hidden = false;
    this.said.textContent = '';
    setAttribute(this.opener, 'aria-expanded', 'true');
    this.offered[0]?.focus();
  }

  private close(): void {
    this.list.hidden = true;
    setAttribute(this.opener, 'aria-expanded', 'false');
  }

  private async run(action: Action): Promise<void> {
    this.close();
    this.opener.focus();
    this.said.textContent = await action.act().catch(String);
  }

  private press(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    if (event.key === 'Escape') {
      this.close();
      this.opener.focus();
      event.stopPropagation();
    }
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    const { offered } = this;
    const { activeElement } = this.element.getRootNode() as Document | ShadowRoot;
    const at = offered.indexOf(activeElement as HTMLButtonElement);
    offered.at((at + by) % offered.length)?.focus();
  }

  /** A click or a Tab elsewhere closes the menu and takes back what it said. */
  private leave(event: FocusEvent): void {
    if (this.element.contains(event.relatedTarget as Node | null)) return;
    this.close();
    this.said.textContent = '';
  }
}
