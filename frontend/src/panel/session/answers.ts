/** The outputs for the live values and for the pinned scenario, known once Vega is there. */
import { Evaluator, type Results } from './evaluator';
import type { Values, VegaRuntime } from '../../contract/declaration';
import { Converter } from './period';
import type { Changed, Session } from './session';

export class Answers {
  /** Null until Vega is there. */
  now: Results | null = null;
  pinned: Results | null = null;
  /** The pinned scenario in the present period. */
  pinnedValues: Values | null = null;
  private evaluator: Evaluator | null = null;
  private converter: Converter | null = null;

  constructor(private readonly session: Session) {}

  /** From here on the answers are known; throws when an output's expression is wrong. */
  start(vega: VegaRuntime): void {
    this.evaluator = new Evaluator(this.session.declaration, vega);
    this.converter = new Converter(this.session.declaration, vega);
    this.update(new Set(['values', 'pinned']));
  }

  update(changed: Changed): void {
    if (!this.evaluator) return;
    if (changed.has('values')) this.now = this.for(this.session.values);
    if (changed.has('pinned')) {
      const { reference, values } = this.session;
      this.pinnedValues = reference && { ...values, ...this.here(reference.values) };
      this.pinned = this.pinnedValues && this.for(this.pinnedValues);
    }
  }

  /** The outputs for any values. */
  for(values: Values): Results {
    return this.evaluator?.evaluate(values) ?? {};
  }

  /** Values of another period in the present one. */
  here(values: Values): Values {
    return this.inPeriod(values, this.session.period);
  }

  /** Values in another period; before Vega is there they stay as they are. */
  inPeriod(values: Values, period: string): Values {
    const isThere = !values.period || values.period === period;
    return isThere ? values : (this.converter?.convert(values, period) ?? values);
  }

  dispose(): void {
    this.evaluator?.dispose();
    this.converter?.dispose();
    this.evaluator = this.converter = null;
  }
}
