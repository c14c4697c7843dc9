/** Computes the outputs for any values of the fields, with Vega's own arithmetic and no chart. */
import type { Declaration, Value, Values, VegaRuntime } from '../../contract/declaration';
import { periodsPerYear } from './period';

export type Results = Record<string, number>;

export class Evaluator {
  private readonly view: any;
  private readonly fields: string[];
  private readonly outputs: string[];

  constructor(
    private readonly declaration: Declaration,
    { headless }: Pick<VegaRuntime, 'headless'>,
  ) {
    this.fields = declaration.fields.map((field) => field.name);
    this.outputs = declaration.outputs.map((output) => output.name);
    const given = declaration.period ? [...this.fields, 'periods_per_year'] : this.fields;
    const inputs = given.map((name) => ({ name, value: null as Value | null }));
    const computed = [...(declaration.terms ?? []), ...declaration.outputs];
    const results = computed.map(({ name, expr }) => ({ name, update: expr }));
    this.view = headless({ signals: [...inputs, ...results] });
  }

  evaluate(values: Values): Results {
    for (const name of this.fields) this.view.signal(name, values[name]);
    if (this.declaration.period) {
      this.view.signal('periods_per_year', periodsPerYear(this.declaration, values.period));
    }
    this.view.run();
    return Object.fromEntries(this.outputs.map((name) => [name, this.result(name)]));
  }

  private result(name: string): number {
    const result = this.view.signal(name);
    return typeof result === 'number' ? result : NaN;
  }

  dispose(): void {
    this.view.finalize();
  }
}
