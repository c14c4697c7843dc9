/** A box for a text that only Python can judge, such as the name of a customer. */
import type { TextField } from '../../contract/declaration';
import { h, setAttribute, setText } from '../../base/dom';
import { helpLine, type FieldPart } from './help';
import type { Context } from '../part';
import { freshId } from '../../base/registry';

export function textField(field: TextField, { session }: Context): FieldPart {
  const help = helpLine(field.help);
  const list = h(
    'datalist',
    { id: freshId() },
    ...field.suggestions.map((value) => h('option', { value })),
  );
  const refusal = h('p', { class: 'clv-refusal', role: 'alert', id: freshId() });
  const box = h('input', {
    type: 'text',
    id: freshId(),
    list: list.id,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${help.element.id} ${refusal.id}`,
  });
  let shown = '';

  const refuse = (problem: string) => {
    setText(refusal, problem);
    setAttribute(box, 'aria-invalid', problem ? 'true' : null);
  };
  const show = (value: unknown) => {
    shown = box.value = String(value);
    refuse('');
  };
  const read = async () => {
    const text = box.value.trim();
    if (text === shown) return refuse('');
    try {
      await session.host.ask?.({ kind: 'text', field: field.name, text });
      refuse('');
    } catch (problem) {
      // What was typed stays, to be mended.
      refuse(problem instanceof Error ? problem.message : String(problem));
    }
  };
  box.addEventListener('change', () => void read());
  box.addEventListener('focus', () => box.select());
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(shown);
  });
  const label = h('label', { for: box.id }, field.label);
  return {
    element: h('div', { class: 'clv-field clv-text' }, label, box, list, help.element, refusal),
    show,
    disable(reason) {
      box.disabled = reason !== '';
      help.tell(reason);
    },
  };
}
