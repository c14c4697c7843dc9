import { expect, test } from 'vitest';
import { keepFromNotebook, NO_SHORTCUTS } from './keyboard';

/** A key pressed in an element, as a notebook that looks first would see it. */
function press(inside: HTMLElement, init: KeyboardEventInit): boolean {
  let isMarked = false;
  const look = () => (isMarked = inside.hasAttribute(NO_SHORTCUTS));
  document.addEventListener('keydown', look, true);
  inside.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }));
  document.removeEventListener('keydown', look, true);
  return isMarked;
}

test('a notebook that looks before the panel leaves its keys alone, and gets its own', () => {
  const panel = document.createElement('div');
  const slider = panel.appendChild(document.createElement('input'));
  document.body.append(panel);
  const stop = keepFromNotebook(panel);
  expect(press(slider, { key: 'ArrowRight' })).toBe(true);
  expect(press(slider, { key: 's', ctrlKey: true })).toBe(false);
  expect(press(slider, { key: 'd' })).toBe(true);
  expect(press(slider, { key: 'Enter', shiftKey: true })).toBe(false);
  stop();
  slider.removeAttribute(NO_SHORTCUTS);
  expect(press(slider, { key: 'ArrowRight' })).toBe(false);
});
