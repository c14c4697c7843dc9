/** The fields beside the chart: native inputs with labels, help and the reason for a refusal. */
import type { ChoiceField, Field, SwitchField, Values } from '../../contract/declaration';
import { h, setAttribute } from '../../base/dom';
import { helpLine, type FieldPart } from './help';
import { NumberControl } from './number_field';
import { periodField } from './period_field';
import type { Context, Part } from '../part';
import { freshId } from '../../base/registry';
import type { Changed } from '../session/session';
import { textField } from './text_field';

export function fieldsPart(context: Context): Part {
  const { session } = context;
  const { fields } = session.declaration;
  const parts = fields.map((field) => makeField(field, context));
  const period = periodField(context);
  const elements = parts.map((part) => part.element);
  const element = h('div', { class: 'clv-fields' }, period?.element, ...elements);
  let shown: Values = {};
  const update = (changed: Changed) => {
    period?.update(changed);
    if (changed.has('values')) {
      const { values } = session;
      fields.forEach(({ name }, at) => {
        // A field that did not change may hold something half typed: leave it alone.
        if (values[name] !== shown[name]) parts[at].show(values[name]);
      });
      shown = values;
    }
    if (changed.has('kernel')) {
      const reason = session.kernelIsAway ? whyAway(session.host.kind) : '';
      fields.forEach((field, at) => parts[at].disable(field.needs_kernel ? reason : ''));
    }
  };
  return { element, update };
}

function whyAway(kind: 'live' | 'saved' | 'page'): string {
  if (kind === 'page') return 'Needs Python: change it in the notebook.';
  return kind === 'saved'
    ? 'Needs Python: run the cell to use it.'
    : 'Needs Python: the kernel is not running.';
}

function makeField(field: Field, context: Context): FieldPart {
  switch (field.kind) {
    case 'number':
      return new NumberControl(field, context);
    case 'choice':
      // Up to three options are all seen at once; more would push the chart away.
      return field.options.length <= 3 ? radioField(field, context) : selectField(field, context);
    case 'switch':
      return switchField(field, context);
    case 'text':
      return textField(field, context);
  }
}

function selectField(field: ChoiceField, { session }: Context): FieldPart {
  const id = freshId();
  const help = helpLine(field.help);
  const options = field.options.map(({ value, label }) => h('option', { value }, label));
  const select = h('select', { id, 'aria-describedby': help.element.id }, ...options);
  select.addEventListener('change', () => session.commit({ [field.name]: select.value }));
  return {
    element: h(
      'div',
      { class: 'clv-field' },
      h('label', { for: id }, field.label),
      select,
      help.element,
    ),
    show: (value) => (select.value = String(value)),
    disable(reason) {
      select.disabled = reason !== '';
      help.tell(reason);
    },
  };
}

function radioField(field: ChoiceField, { session }: Context): FieldPart {
  const name = freshId();
  const help = helpLine(field.help);
  const radios = field.options.map(({ value }) =>
    h('input', {
      type: 'radio',
      name,
      value,
      onchange: () => session.commit({ [field.name]: value }),
    }),
  );
  const labels = field.options.map(({ label }, at) =>
    h('label', { class: 'clv-option' }, radios[at], label),
  );
  const element = h(
    'fieldset',
    { class: 'clv-field', 'aria-describedby': help.element.id },
    h('legend', {}, field.label),
    h('div', { class: 'clv-options' }, ...labels),
    help.element,
  );
  return {
    element,
    show: (value) => radios.forEach((radio) => (radio.checked = radio.value === value)),
    disable(reason) {
      setAttribute(element, 'disabled', reason !== '');
      help.tell(reason);
    },
  };
}

function switchField(field: SwitchField, { session }: Context): FieldPart {
  const help = helpLine(field.help);
  const box = h('input', { type: 'checkbox', 'aria-describedby': help.element.id });
  box.addEventListener('change', () => session.commit({ [field.name]: box.checked }));
  const label = h('label', { class: 'clv-option' }, box, field.label);
  return {
    element: h('div', { class: 'clv-field' }, label, help.element),
    show: (value) => (box.checked = value === true),
    disable(reason) {
      box.disabled = reason !== '';
      help.tell(reason);
    },
  };
}
