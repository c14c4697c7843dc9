/** The choice of the period that all fields "per period" are given in. */
import type { Values } from './declaration';
import { h, setText } from './dom';
import { helpLine } from './help';
import { any, type Context, type Part } from './part';
import { freshId } from './registry';

/** Vega converts, and comes with the charts. */
const NOT_YET = 'Nothing can be converted before the charts are loaded.';

/** Null for a panel without a period, or with one that cannot be changed. */
export function periodField(context: Context): Part | null {
  const { session, answers } = context;
  const options = session.declaration.period?.options ?? [];
  if (options.length < 2) return null;
  const id = freshId();
  const help = helpLine('Another one converts the fields; rates compound.');
  const refusal = h('p', { class: 'clv-refusal', role: 'alert' });
  const select = h(
    'select',
    { id, 'aria-describedby': help.element.id },
    ...options.map(({ value, label }) => h('option', { value }, label)),
  );
  select.addEventListener('change', () => {
    const values = answers.inPeriod(session.values, select.value);
    const isConverted = values.period === select.value;
    const problem = isConverted ? tooLarge(values, context) : NOT_YET;
    setText(refusal, problem);
    if (problem) select.value = session.period;
    else session.commit(values);
  });
  const label = h('label', { for: id }, 'Period');
  return {
    element: h('div', { class: 'clv-field' }, label, select, help.element, refusal),
    update(changed) {
      if (any(changed, 'values')) select.value = session.period;
    },
  };
}

/** Growth compounds without end: what a month bears may be more than a year can. */
function tooLarge(values: Values, { session, numbers }: Context): string {
  for (const field of session.declaration.fields) {
    if (field.kind !== 'number' || field.most === undefined) continue;
    const value = values[field.name] as number;
    if (value <= field.most) continue;
    const [now, then, most] = [session.values[field.name], value, field.most].map((number) =>
      numbers.text(number, field.format),
    );
    return `${field.label}: ${now} would become ${then}, more than ${most}. Make it smaller first.`;
  }
  return '';
}
