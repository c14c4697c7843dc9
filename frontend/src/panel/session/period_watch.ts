/**
 * Watches the period of a panel's model. Who changes it converts the fields with it; but `jslink`
 * sets the period alone, without knowing that fields belong to it. Then they are converted here,
 * or the period is refused: never does a value of a month read as one of a year.
 */
import type { Declaration, History, Host, PanelModel, Values } from '../../contract/declaration';
import { pushed, sameValues } from './history';
import { Converter, tooLarge } from './period';

interface Hears {
  /** The model holds another period, and its fields are converted. */
  switched(): void;
  /** The period stays as it was, and why. */
  refused(why: string): void;
}

export class PeriodWatch {
  private readonly names: string[];
  /** What the model held when all of it was of one period. */
  private before: Values;
  private isDue = false;
  private isGone = false;

  constructor(
    private readonly model: PanelModel,
    private readonly host: Host,
    private readonly hears: Hears,
  ) {
    const fields = this.declaration?.period ? this.declaration.fields : [];
    this.names = fields.length > 0 ? ['period', ...fields.map(({ name }) => name)] : [];
    this.before = this.values;
    for (const name of this.names) model.on(`change:${name}`, this.note);
  }

  dispose(): void {
    this.isGone = true;
    for (const name of this.names) this.model.off(`change:${name}`, this.note);
  }

  private get declaration(): Declaration {
    return this.model.get('declaration');
  }

  private get values(): Values {
    return Object.fromEntries(this.names.map((name) => [name, this.model.get(name)]));
  }

  /** All that changes in one go is looked at together. */
  private readonly note = () => {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      if (!this.isGone) this.look();
    });
  };

  private look(): void {
    const { before, values } = this;
    if (values.period === before.period) this.before = values;
    else if (this.isConverted(values)) this.settle(values);
    else this.follow(String(values.period));
  }

  /** Somebody has converted the fields already: the panel itself, or Python. */
  private isConverted(values: Values): boolean {
    return this.declaration.fields.some(
      (field) =>
        field.kind === 'number' && field.converts && values[field.name] !== this.before[field.name],
    );
  }

  private settle(values: Values): void {
    this.before = values;
    this.hears.switched();
  }

  private follow(period: string): void {
    const offered = this.declaration.period!.options.map(({ value }) => value);
    if (!offered.includes(period)) return this.refuse(period, 'its fields cannot be converted');
    // Loaded already where the panel is in view.
    this.host.loadVega().then(
      ({ headless }) => this.convert(new Converter(this.declaration, { headless }), period),
      () => this.refuse(period, 'the charts are not loaded yet'),
    );
  }

  private convert(converter: Converter, period: string): void {
    const { before, model } = this;
    const values = converter.convert(before, period);
    converter.dispose();
    if (this.isGone || model.get('period') !== period) return;
    const field = tooLarge(values, this.declaration);
    if (field) return this.refuse(period, `“${field.label}” would be too large`);
    this.put(values);
    const { entries, at }: History = model.get('history');
    // Values that are the same in every period were converted, and noted, without a trace here.
    if (!sameValues(entries[at], values)) {
      model.set('history', pushed({ entries, at }, before, values));
    }
    this.save();
    this.settle(values);
  }

  private refuse(period: string, reason: string): void {
    if (this.isGone || this.model.get('period') !== period) return;
    this.put(this.before);
    this.save();
    const { period: old } = this.before;
    this.hears.refused(`The period stays ${old} and does not become ${period}: ${reason}.`);
  }

  private put(values: Values): void {
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
  }

  private save(): void {
    // A dead kernel's channel would log an error for each message.
    if (!this.host.kernelIsAway()) this.model.save_changes();
  }
}
