/** The outputs for the live values and for the pinned scenario, known once Vega is there. */
import { Evaluator, type Results } from './evaluator';
import type { Values, VegaRuntime } from './declaration';
import type { Changed, Session } from './session';

export class Answers {
  /** Null until Vega is there. */
  now: Results | null = null;
  pinned: Results | null = null;
  private evaluator: Evaluator | null = null;

  constructor(private readonly session: Session) {}

  /** From here on the answers are known; throws when an output's expression is wrong. */
  start(vega: VegaRuntime): void {
    this.evaluator = new Evaluator(this.session.declaration, vega);
    this.update(new Set(['values', 'pinned']));
  }

  update(changed: Changed): void {
    if (!this.evaluator) return;
    if (changed.has('values')) this.now = this.for(this.session.values);
    if (changed.has('pinned')) {
      const { reference } = this.session;
      this.pinned = reference && this.for({ ...this.session.values, ...reference.values });
    }
  }

  /** The outputs for any values. */
  for(values: Values): Results {
    return this.evaluator?.evaluate(values) ?? {};
  }

  dispose(): void {
    this.evaluator?.dispose();
    this.evaluator = null;
  }
}
