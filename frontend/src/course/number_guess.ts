/** A slider paired with a number box; both are empty-handed until one of them is moved. */
import { h, setAttribute } from '../base/dom';
import type { Numbers } from '../base/format';
import { freshId } from '../base/registry';
import type { PredictionCard } from '../contract/card';
import type { NumberField } from '../contract/declaration';
import { inline } from '../base/inline';
import { parseField, type Parsed } from '../base/parse';
import type { Guess, GuessInput } from './guess';

export class NumberGuess implements GuessInput {
  readonly element: HTMLElement;
  private readonly field: NumberField;
  private readonly slider: HTMLInputElement;
  private readonly box: HTMLInputElement;
  /** What the box shows by itself, which is not read back: it may be rounded. */
  private shown = { text: '', value: NaN };

  constructor(
    card: PredictionCard,
    private readonly numbers: Numbers,
  ) {
    const prompt = freshId();
    this.field = fieldOf(card);
    this.slider = makeSlider(this.field, prompt);
    this.box = makeBox(this.field, prompt);
    const word = card.unit && ` ${card.unit}`;
    this.element = h(
      'div',
      { role: 'group', 'aria-labelledby': prompt },
      h('p', { id: prompt, class: 'clv-prompt' }, ...inline(card.prompt)),
      h('div', { class: 'clv-guess' }, this.slider, h('span', {}, this.box, word)),
    );
    this.slider.addEventListener('input', () => this.show(Number(this.slider.value)));
    this.box.addEventListener('input', () => this.follow(this.parsed()));
    this.box.addEventListener('keydown', (event) => this.step(event));
  }

  read(): number | undefined {
    const parsed = this.parsed();
    return 'value' in parsed ? parsed.value : undefined;
  }

  show(guess: Guess): void {
    const value = Number(guess);
    this.box.value = this.numbers.plain(value);
    this.shown = { text: this.box.value, value };
    this.follow({ value });
  }

  lock(): void {
    this.box.disabled = this.slider.disabled = true;
  }

  get missing(): string {
    const parsed = this.parsed();
    if (this.box.value.trim() !== '' && 'problem' in parsed) return parsed.problem;
    const [low, high] = [this.field.low, this.field.high].map((end) => this.numbers.plain(end));
    return `Move the slider or type a number between ${low} and ${high} first.`;
  }

  private parsed(): Parsed {
    const { box, field, shown } = this;
    if (box.value !== '' && box.value === shown.text) return { value: shown.value };
    return parseField(box.value, field, this.numbers, Number(this.slider.value));
  }

  /** Takes the slider along. */
  private follow(parsed: Parsed): void {
    const value = 'value' in parsed ? parsed.value : null;
    setAttribute(this.box, 'aria-valuenow', value);
    if (value === null) return;
    this.slider.value = String(value);
    setAttribute(this.slider, 'aria-valuetext', this.numbers.text(value, this.field.format));
  }

  /** Arrow keys go on from the number in the box, or from where the slider stands. */
  private step(event: KeyboardEvent): void {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    const { low, high, step } = this.field;
    const next = (this.read() ?? Number(this.slider.value)) + steps * step;
    this.show(Math.min(high, Math.max(low, Number(next.toPrecision(12)))));
  }
}

function makeSlider({ low, high, step }: NumberField, prompt: string): HTMLInputElement {
  const range = { min: low, max: high, step };
  const slider = h('input', { type: 'range', ...range, 'aria-labelledby': prompt });
  slider.value = String((low + high) / 2);
  return slider;
}

/** A text field: the browser's own number field has an opinion on how numbers are written. */
function makeBox({ low, high }: NumberField, prompt: string): HTMLInputElement {
  return h('input', {
    type: 'text',
    role: 'spinbutton',
    autocomplete: 'off',
    spellcheck: 'false',
    inputmode: low < 0 ? 'text' : 'decimal',
    placeholder: '?',
    'aria-labelledby': prompt,
    'aria-valuemin': low,
    'aria-valuemax': high,
  });
}

function fieldOf({ low, high, step, unit, key: name }: PredictionCard): NumberField {
  const format: NumberField['format'] = { kind: 'number' };
  if (unit) format.unit = [unit, unit];
  return { kind: 'number', name, label: 'Your guess', help: '', low, high, step, format };
}
