import { expect, test } from 'vitest';
import { Numbers } from '../base/format';
import type { PredictionCard } from '../contract/card';
import type { NumberRules } from '../contract/declaration';
import { ENGLISH, FRENCH, GERMAN, SWISS } from '../panel/testing';
import { NumberGuess } from './number_guess';

const CARD: PredictionCard = {
  kind: 'prediction',
  heading: 'Predict',
  key: 'left',
  prompt: 'How much?',
  low: 0,
  high: 5000,
  step: 0.5,
  unit: '€',
  options: [],
  answer: 1200.5,
  reveal: '',
  mark: '',
  table: null,
};

function guessing(rules: NumberRules, card = CARD) {
  const guess = new NumberGuess(card, new Numbers(rules));
  const box = guess.element.querySelector<HTMLInputElement>('[role=spinbutton]')!;
  const slider = guess.element.querySelector<HTMLInputElement>('[type=range]')!;
  const type = (text: string) => {
    box.value = text;
    box.dispatchEvent(new Event('input'));
  };
  const press = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true });
    box.dispatchEvent(event);
    return event;
  };
  return { guess, box, slider, type, press };
}

test.each([
  ['English', ENGLISH, '1,200.5'],
  ['German', GERMAN, '1.200,5'],
  ['French', FRENCH, '1\u202f200,5'],
  ['Swiss', SWISS, '1’200.5'],
])('a guess is written and read by the declared rules: %s', (_name, rules, text) => {
  const { guess, box, slider, type } = guessing(rules);
  expect(box.type).toBe('text'); // whose spelling is nobody's but ours
  guess.show(1200.5);
  expect(box.value).toBe(text);
  expect(guess.read()).toBe(1200.5);
  type('7');
  type(`${text} €`);
  expect(guess.read()).toBe(1200.5);
  expect(slider.value).toBe('1200.5');
  expect(box.getAttribute('aria-valuenow')).toBe('1200.5');
});

test('the other spelling is refused in a sentence and never read as another number', () => {
  const { guess, box, type } = guessing(GERMAN);
  type('1200.5');
  expect(guess.read()).toBeUndefined();
  expect(guess.missing).toBe('“1200.5” is not a number here. Write it like 1200,5.');
  expect(box.hasAttribute('aria-valuenow')).toBe(false);
  type('viel');
  expect(guess.missing).toContain('“viel” is not a number here');
  type('6.000');
  expect(guess.missing).toBe('Your guess must lie between 0 € and 5.000 €, got 6.000 €.');
  type(' ');
  expect(guess.missing).toBe('Move the slider or type a number between 0 and 5.000 first.');
});

test('arrow keys step from the number in the box, and stop at the ends', () => {
  const { guess, box, slider, press, type } = guessing(GERMAN);
  expect(press('ArrowUp').defaultPrevented).toBe(true);
  expect(box.value).toBe('2.500,5'); // the slider stands in the middle
  type('1,2');
  press('ArrowDown');
  expect([box.value, slider.value, guess.read()]).toEqual(['0,7', '0.7', 0.7]);
  press('ArrowDown');
  press('ArrowDown');
  expect(guess.read()).toBe(0);
  expect(press('Home').defaultPrevented).toBe(false); // within the text
});

test('the slider is no guess before it moves, and fills the box when it does', () => {
  const { guess, box, slider } = guessing(GERMAN);
  expect(guess.read()).toBeUndefined();
  slider.value = '4000';
  slider.dispatchEvent(new Event('input'));
  expect(box.value).toBe('4.000');
  expect(slider.getAttribute('aria-valuetext')).toBe('4.000 €');
});

test('a guess that was committed stays what it is, however it is rounded in the box', () => {
  const { guess, box } = guessing(GERMAN);
  guess.show(1.23456789);
  expect(box.value).toBe('1,2346');
  expect(guess.read()).toBe(1.23456789);
});

test('box and slider bear the prompt as their name, and a lock holds both', () => {
  const { guess, box, slider } = guessing(ENGLISH);
  for (const input of [box, slider]) {
    const name = input.getAttribute('aria-labelledby')!;
    expect(guess.element.querySelector(`[id="${name}"]`)!.textContent).toBe('How much?');
  }
  guess.lock();
  expect([box.disabled, slider.disabled]).toEqual([true, true]);
});
