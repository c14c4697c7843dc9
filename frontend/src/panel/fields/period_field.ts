/** The choice of the period that all fields "per period" are given in. */
import type { Values } from '../../contract/declaration';
import { h, setText } from '../../base/dom';
import { helpLine } from './help';
import { any, type Context, type Part } from '../part';
import { tooLarge } from '../session/period';
import { freshId } from '../../base/registry';

/** Vega converts, and comes with the charts. */
const NOT_YET = 'Nothing can be converted before the charts are loaded.';

/** Null for a panel without a period; one that cannot be changed says so. */
export function periodField(context: Context): Part | null {
  const { session, answers } = context;
  const options = session.declaration.period?.options ?? [];
  if (options.length === 0 || session.declaration.period!.unsaid) return null;
  if (options.length === 1) return fixedPeriod(options[0].label);
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
    const problem = isConverted ? refused(values, context) : NOT_YET;
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

/** Where one period does not follow from another, such as chances of a purchase. */
function fixedPeriod(label: string): Part {
  const text = `Everything is ${label}. Another period needs numbers of its own.`;
  return { element: h('p', { class: 'clv-hint' }, text), update: () => {} };
}

/** What a month bears may be more than a year can. */
function refused(values: Values, { session, numbers }: Context): string {
  const field = tooLarge(values, session.declaration);
  if (!field) return '';
  const [now, then, most] = [session.values[field.name], values[field.name], field.most].map(
    (number) => numbers.text(number, field.format),
  );
  return `${field.label}: ${now} would become ${then}, more than ${most}. Make it smaller first.`;
}
