/** What an experiment measured of a field: a band under the slider, and a line that says it. */
import type { NumberField } from '../../contract/declaration';
import { h, setAttribute } from '../../base/dom';
import type { Numbers } from '../../base/format';
import { freshId } from '../../base/registry';

export class KnownRange {
  /** The interval, as wide as it lies on the slider. */
  readonly band: HTMLElement;
  /** The same in words; empty where nothing was measured. */
  readonly line: HTMLElement;

  constructor({ known, format }: NumberField, numbers: Numbers) {
    const text = (value: number) => numbers.text(value, format);
    const words = known
      ? `Measured: ${text(known.value)} (${text(known.low)} to ${text(known.high)}), ${known.about}.`
      : '';
    this.band = h('span', { class: 'clv-known-band', 'aria-hidden': 'true' });
    this.line = h('p', { class: 'clv-help clv-known', ...(known && { id: freshId() }) }, words);
    if (!known) this.band.hidden = true;
  }

  /** Puts the band where the slider has these values; what lies beyond its ends is cut. */
  place({ known, low, high }: NumberField): void {
    if (!known) return;
    const share = (value: number) => Math.min(1, Math.max(0, (value - low) / (high - low)));
    const [from, to] = [share(known.low), share(known.high)];
    setAttribute(this.band, 'style', `--from: ${from}; --to: ${to}; --at: ${share(known.value)}`);
  }
}
