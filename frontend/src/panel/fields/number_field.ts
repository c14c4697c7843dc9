/** A slider and a number box that show the same value. */
import type { NumberField, Value } from '../../contract/declaration';
import { h, setAttribute, setText } from '../../base/dom';
import type { Unit } from '../../base/format';
import { helpLine, type FieldPart } from './help';
import { parseField } from '../../base/parse';
import type { Context } from '../part';
import { KnownRange } from './known_range';
import { grown } from '../session/range';
import { freshId } from '../../base/registry';

export class NumberControl implements FieldPart {
  readonly element: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly box = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  private readonly help;
  private readonly known: KnownRange;
  private readonly refusal = h('p', { class: 'clv-refusal', role: 'alert', id: freshId() });

  constructor(
    private field: NumberField,
    private readonly context: Context,
  ) {
    this.help = helpLine(field.help);
    this.known = new KnownRange(field, context.numbers);
    this.slider = makeSlider(field, `${this.help.element.id} ${this.known.line.id}`.trim());
    const label = h('label', { id: freshId(), for: this.slider.id }, field.label);
    setAttribute(this.box, 'inputmode', field.low < 0 ? 'text' : 'decimal');
    setAttribute(this.box, 'aria-labelledby', label.id);
    // Some tools do not follow the reference into a card.
    setAttribute(this.box, 'aria-label', field.label);
    const frame = makeFrame(this.box, context.numbers.unit(field.format));
    const travel = h('span', { class: 'clv-travel' }, this.slider, this.known.band);
    const pair = h('div', { class: 'clv-pair' }, travel, frame);
    this.element = h(
      'div',
      { class: 'clv-field' },
      label,
      pair,
      this.help.element,
      this.known.line,
      this.refusal,
    );
    const described = [this.help.element, this.known.line, this.refusal].map(({ id }) => id);
    setAttribute(this.box, 'aria-describedby', described.filter(Boolean).join(' '));
    this.listen();
  }

  show(value: Value): void {
    const number = value as number;
    this.field = grown(this.field, number);
    const { field, slider, box, context } = this;
    setEnds(slider, field);
    this.known.place(field);
    slider.value = String(number);
    setAttribute(slider, 'aria-valuetext', context.numbers.text(number, field.format));
    box.value = context.numbers.box(number, field.format);
    // What stands in the box by itself is not read back: rounded, it would change the value.
    box.dataset.shown = box.value;
    this.refuse('');
  }

  disable(reason: string): void {
    this.slider.disabled = this.box.disabled = reason !== '';
    this.help.tell(reason);
  }

  private get value(): number {
    return this.context.session.values[this.field.name] as number;
  }

  private listen(): void {
    const { slider, box } = this;
    const { session } = this.context;
    const slid = () => ({ [this.field.name]: clamp(Number(slider.value), this.field) });
    slider.addEventListener('input', () => session.move(slid()));
    slider.addEventListener('change', () => session.commit(slid()));
    box.addEventListener('change', () => this.read());
    box.addEventListener('focus', () => box.select());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.read();
      if (event.key === 'Escape') this.show(this.value);
    });
  }

  /** Takes what was typed, or says why not and leaves it to be mended. */
  private read(): void {
    const { box, field, context } = this;
    if (box.value === box.dataset.shown) return this.refuse('');
    const parsed = parseField(box.value, field, context.numbers, this.value);
    if ('problem' in parsed) return this.refuse(parsed.problem);
    context.session.commit({ [field.name]: parsed.value });
    this.show(parsed.value);
  }

  private refuse(problem: string): void {
    setText(this.refusal, problem);
    setAttribute(this.box, 'aria-invalid', problem ? 'true' : null);
  }
}

function makeSlider(field: NumberField, help: string): HTMLInputElement {
  const { step } = field;
  const slider = h('input', { type: 'range', step, id: freshId(), 'aria-describedby': help });
  setEnds(slider, field);
  return slider;
}

/** The slider's steps count from zero, so that 1 to 500 by 5 gives 5, 10 and not 6, 11. */
function setEnds(slider: HTMLInputElement, { low, high, step }: NumberField): void {
  setAttribute(slider, 'min', tidy(Math.floor(low / step + 1e-9) * step));
  setAttribute(slider, 'max', tidy(Math.ceil(high / step - 1e-9) * step));
}

/** The box with its unit, which looks like one box. */
function makeFrame(box: HTMLInputElement, unit: Unit | null): HTMLElement {
  const word = unit && h('span', { class: 'clv-unit', 'aria-hidden': 'true' }, unit.text);
  const frame = h('span', { class: 'clv-box' }, unit?.before && word, box, !unit?.before && word);
  // A click on the unit is meant for the box.
  frame.addEventListener('pointerdown', (event) => {
    if (event.target === box || box.disabled) return;
    event.preventDefault();
    box.focus();
  });
  return frame;
}

const clamp = (value: number, { low, high }: NumberField) => Math.min(high, Math.max(low, value));
const tidy = (value: number) => Number(value.toPrecision(12));
