/** The table below the tornado: percent of the result for one percent of each input. */
import type { Format, SensitivityView } from '../../contract/declaration';
import { h, setText } from '../../base/dom';
import type { Context } from '../part';
import { elasticities, elasticOutput, type Elasticity } from './what_matters';

const PERCENT: Format = { kind: 'percent' };

export class ElasticityTable {
  readonly element: HTMLElement;
  private readonly summary = h('p', { class: 'clv-hint' });
  private readonly body = h('tbody');
  private readonly result: string;

  constructor(
    private readonly context: Context,
    private readonly view: SensitivityView,
  ) {
    this.result = elasticOutput(context, view).label;
    const one = context.numbers.text(0.01, PERCENT);
    const head = h(
      'tr',
      {},
      h('th', { scope: 'col' }, 'Input'),
      h('th', { scope: 'col', class: 'clv-figure' }, `${one} more changes ${this.result} by`),
    );
    const table = h('table', { class: 'clv-table' }, h('thead', {}, head), this.body);
    this.element = h('div', { class: 'clv-elasticity' }, this.summary, table);
  }

  draw(): void {
    // Before Vega is there nothing is computed.
    if (!this.context.answers.now) return;
    const found = elasticities(this.context, this.view);
    this.body.replaceChildren(...found.map((one) => this.row(one)));
    setText(this.summary, this.inWords(found[0]));
  }

  private row({ label, value, reason }: Elasticity): HTMLElement {
    const text = value === null ? `– (${reason})` : this.signed(value);
    const figure = h('td', { class: 'clv-figure' }, text);
    return h('tr', {}, h('th', { scope: 'row' }, label), figure);
  }

  private inWords(first: Elasticity | undefined): string {
    if (!first || first.value === null) return `Nothing can be said of ${this.result} here.`;
    const { numbers } = this.context;
    const [one, size] = [0.01, Math.abs(first.value) / 100].map((n) => numbers.text(n, PERCENT));
    const way = first.value > 0 ? 'more' : 'less';
    return `${first.label} matters most to ${this.result}: ${one} more gives ${size} ${way}.`;
  }

  private signed(value: number): string {
    const text = this.context.numbers.text(value / 100, PERCENT);
    return value > 0 ? `+${text}` : text;
  }
}
