/** The head of a panel: what it answers, the presets, the steps back and forth, the menu. */
import type { Answers } from './session/answers';
import type { Values } from '../contract/declaration';
import { h, setAttribute } from '../base/dom';
import { level } from '../base/heading';
import { sameValues } from './session/history';
import { any, type Context, type Part } from './part';
import type { Changed, Session } from './session/session';

export function headerPart({ session, answers }: Context, menu: HTMLElement): Part {
  const { host } = session;
  const { title, name, fields, presets } = session.declaration;
  const mark = h('span', { class: 'clv-mark', role: 'status' });
  const heading = h(level(host), { class: 'clv-title' }, title || name);
  const subtitle = title && name ? h('span', { class: 'clv-name' }, name) : null;
  const choice = presets.length > 0 ? presetChoice(session, answers) : null;
  const hasFields = fields.length > 0;
  const undo = button('Undo', 'Undo (Ctrl+Z)', () => session.step(-1));
  const redo = button('Redo', 'Redo (Ctrl+Shift+Z)', () => session.step(1));
  const pin = button('Pin', 'Keep these values to compare with', () => session.pin());
  const reset = button('Reset', 'Back to the values at the start', () => session.reset());
  const hasPin = hasFields && session.declaration.outputs.length > 0;
  const tools = h(
    'div',
    { class: 'clv-tools', role: 'group', 'aria-label': 'Panel' },
    choice?.element,
    ...(hasFields ? [undo, redo, hasPin && pin, reset] : []),
    menu,
  );
  const update = (changed: Changed) => {
    if (any(changed, 'values', 'history')) {
      choice?.show(session.values);
      allow(undo, session.canStep(-1));
      allow(redo, session.canStep(1));
      allow(reset, !session.isAtStart);
    }
    if (changed.has('status')) pin.hidden = session.status.state === 'locked';
    if (changed.has('kernel')) {
      showMark(mark, session);
      // A preset of what only Python answers would promise a picture that never comes.
      choice?.allow(!session.kernelIsAway || fields.every((field) => !field.needs_kernel));
    }
  };
  return {
    element: h(
      'header',
      { class: 'clv-head' },
      h('div', { class: 'clv-names' }, heading, subtitle, mark),
      tools,
    ),
    update,
  };
}

/** Says that Python does not hear of changes; a page never had a Python to speak of. */
function showMark(mark: HTMLElement, { host, kernelIsAway }: Session): void {
  mark.hidden = !kernelIsAway || host.kind === 'page';
  if (mark.hidden) return mark.replaceChildren();
  const [word, meaning] =
    host.kind === 'saved'
      ? ['saved', 'Run the cell to connect it with Python.']
      : [
          'offline',
          'The kernel is not running. Everything on this panel still works; ' +
            'Python does not hear of changes.',
        ];
  mark.title = meaning;
  mark.replaceChildren(h('span', {}, word), h('span', { class: 'clv-aside' }, meaning));
}

function presetChoice(session: Session, answers: Answers) {
  const { presets } = session.declaration;
  const options = presets.map((preset, at) => h('option', { value: at }, preset.name));
  const own = h('option', { value: '', disabled: true }, 'Own values');
  const element = h('select', { class: 'clv-presets', 'aria-label': 'Preset' }, own, ...options);
  let converted: Values[] | null = null;
  // Once is enough: another period makes another header. Before Vega is there nothing converts.
  const here = () => {
    if (converted) return converted;
    const now = presets.map((preset) => answers.here(preset.values));
    if (answers.now) converted = now;
    return now;
  };
  const put = (at: number) => session.commit(here()[at]);
  element.addEventListener('change', () => put(Number(element.value)));
  return {
    element,
    allow(may: boolean) {
      element.disabled = !may;
    },
    show(values: Values) {
      const at = here().findIndex((preset) => sameValues({ ...values, ...preset }, values));
      element.value = at < 0 ? '' : String(at);
    },
  };
}

function button(label: string, title: string, act: () => void): HTMLButtonElement {
  return h('button', { type: 'button', class: 'clv-button', title, onclick: act }, label);
}

/** `disabled` would take the focus away from under the hand that presses Undo again and again. */
function allow(element: HTMLElement, may: boolean): void {
  setAttribute(element, 'aria-disabled', may ? null : 'true');
}
