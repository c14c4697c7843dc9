/** A slider paired with a number box; both are empty-handed until one of them is moved. */
import { h } from '../base/dom';
import type { Numbers } from '../base/format';
import { freshId } from '../base/registry';
import type { PredictionCard } from '../contract/card';
import { inline } from '../base/inline';
import type { GuessInput } from './guess';

export function numberGuess(card: PredictionCard, numbers: Numbers): GuessInput {
  const { low, high, step, unit } = card;
  const prompt = freshId();
  const range = { min: low, max: high, step };
  const slider = h('input', { type: 'range', ...range, 'aria-labelledby': prompt });
  const box = h('input', { type: 'number', min: low, max: high, step: 'any', placeholder: '?' });
  box.setAttribute('aria-labelledby', prompt);
  slider.value = String((low + high) / 2);
  slider.addEventListener('input', () => (box.value = slider.value));
  box.addEventListener('input', () => {
    if (box.value !== '') slider.value = box.value;
  });
  return {
    element: h(
      'div',
      { role: 'group', 'aria-labelledby': prompt },
      h('p', { id: prompt, class: 'clv-prompt' }, ...inline(card.prompt)),
      h('div', { class: 'clv-guess' }, slider, h('span', {}, box, unit && ` ${unit}`)),
    ),
    read() {
      const guess = box.valueAsNumber;
      return guess >= low && guess <= high ? guess : undefined;
    },
    show(guess) {
      box.value = slider.value = String(guess);
    },
    lock() {
      box.disabled = slider.disabled = true;
    },
    missing:
      `Move the slider or type a number between ${numbers.plain(low)} and ` +
      `${numbers.plain(high)} first.`,
  };
}
