/** The tab of how the result is computed: in words, with the numbers, and what comes out. */
import type { ExplanationView, Format } from '../../contract/declaration';
import { h, setText } from '../../base/dom';
import { any, type Context } from '../part';
import type { View } from '../tabs';

export function explanationView(context: Context, view: ExplanationView): View {
  const steps = view.steps.map((step) => {
    const numbers = h('span', { class: 'clv-with-numbers' });
    const element = h(
      'li',
      {},
      h('strong', {}, step.label),
      h(
        'span',
        { class: 'clv-in-words' },
        fill(step.formula, (name) => wordFor(context, name)),
      ),
      numbers,
    );
    return { ...step, element, numbers };
  });
  let isShown = false;
  const write = () => {
    const number = (name: string) => numberFor(context, name);
    for (const step of steps) {
      const [formula, result] = [fill(step.formula, number), fill(step.result, number)];
      setText(step.numbers, `= ${formula} = ${result}`);
    }
  };
  return {
    label: view.label,
    element: h('ol', { class: 'clv-explanation' }, ...steps.map((step) => step.element)),
    show() {
      isShown = true;
      write();
    },
    hide: () => (isShown = false),
    update(changed) {
      if (isShown && any(changed, 'values')) write();
    },
  };
}

/** Puts something in the place of each `{name}`; a name nobody knows stays as it is. */
export function fill(template: string, put: (name: string) => string | undefined): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => put(name) ?? whole);
}

function wordFor({ session }: Context, name: string): string | undefined {
  const { fields, outputs } = session.declaration;
  return [...fields, ...outputs].find((known) => known.name === name)?.label;
}

function numberFor({ session, numbers, answers }: Context, name: string): string | undefined {
  const { fields, outputs } = session.declaration;
  const output = outputs.find((known) => known.name === name);
  if (output) return numbers.text(answers.now?.[name], output.format);
  const field = fields.find((known) => known.name === name);
  if (!field) return undefined;
  return valueText(session.values[name], field, numbers.text.bind(numbers));
}

/** A field's value in words: the option's label, yes or no, the number with its unit. */
export function valueText(
  value: unknown,
  field: Context['session']['declaration']['fields'][number],
  text: (value: unknown, format: Format) => string,
): string {
  switch (field.kind) {
    case 'number':
      return text(value, field.format);
    case 'choice':
      return field.options.find((option) => option.value === value)?.label ?? String(value);
    case 'switch':
      return value ? 'yes' : 'no';
    case 'text':
      return String(value);
  }
}
