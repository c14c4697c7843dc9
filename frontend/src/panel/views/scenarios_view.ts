/** The tab that sets the live values and the pinned scenarios side by side. */
import type { ScenariosView, Values } from '../../contract/declaration';
import { h } from '../../base/dom';
import { valueText } from './explanation_view';
import { any, type Context } from '../part';
import type { View } from '../tabs';

/** Width of the column of names, and of one scenario. */
const NAMES_PX = 150;
const COLUMN_PX = 120;

interface Column {
  name: string;
  values: Values;
  /** Place among the pinned scenarios; the live values have none. */
  at: number | null;
}

export function scenariosView(context: Context, view: ScenariosView): View {
  const element = h('div', { class: 'clv-scenarios' });
  let isShown = false;
  let perTable = 0;
  const draw = () => {
    perTable = Math.max(1, Math.floor((element.clientWidth - NAMES_PX) / COLUMN_PX) - 1);
    element.replaceChildren(...tables(context, perTable));
  };
  // Scenarios that do not fit beside each other go into another table below.
  const observer = new ResizeObserver(() => {
    const fits = Math.max(1, Math.floor((element.clientWidth - NAMES_PX) / COLUMN_PX) - 1);
    if (isShown && fits !== perTable) draw();
  });
  observer.observe(element);
  return {
    label: view.label,
    element,
    show() {
      isShown = true;
      draw();
    },
    hide: () => (isShown = false),
    update(changed) {
      if (isShown && any(changed, 'values', 'pinned')) draw();
    },
    dispose: () => observer.disconnect(),
  };
}

function tables(context: Context, perTable: number): HTMLElement[] {
  const { session } = context;
  const now: Column = { name: 'Now', values: session.values, at: null };
  const pinned = session.pinned.map(({ name, values }, at) => ({ name, values, at }));
  if (pinned.length === 0) {
    const hint = h(
      'p',
      { class: 'clv-hint' },
      'Pin keeps the values you see, to compare them with others here.',
    );
    return [table(context, [now]), hint];
  }
  const chunks = Math.ceil(pinned.length / perTable);
  return Array.from({ length: chunks }, (_, chunk) =>
    table(context, [now, ...pinned.slice(chunk * perTable, (chunk + 1) * perTable)]),
  );
}

function table(context: Context, columns: Column[]): HTMLElement {
  const { session, numbers, answers } = context;
  const { fields, outputs } = session.declaration;
  const text = numbers.text.bind(numbers);
  const here = columns.map(({ values }) => ({ ...session.values, ...answers.here(values) }));
  const results = here.map((values) => answers.for(values));
  const row = (name: string, cells: string[]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell)));
  const inputs = fields.map((field) =>
    row(
      field.label,
      here.map((values) => valueText(values[field.name], field, text)),
    ),
  );
  const answered = outputs.map((output) =>
    row(
      output.label,
      results.map((result) => text(result[output.name], output.format)),
    ),
  );
  return h(
    'table',
    { class: 'clv-table' },
    h('thead', {}, h('tr', {}, h('td'), ...columns.map((column) => heading(context, column)))),
    h('tbody', {}, ...inputs),
    h('tbody', { class: 'clv-answers' }, ...answered),
  );
}

function heading({ session }: Context, { name, values, at }: Column): HTMLElement {
  if (at === null) return h('th', { scope: 'col' }, name);
  const use = h(
    'button',
    {
      type: 'button',
      class: 'clv-link',
      title: `Set the fields to ${name}`,
      onclick: () => session.commit(values),
    },
    name,
  );
  const remove = h(
    'button',
    {
      type: 'button',
      class: 'clv-icon',
      'aria-label': `Remove ${name}`,
      title: `Remove ${name}`,
      onclick: () => session.unpin(at),
    },
    '×',
  );
  return h('th', { scope: 'col' }, use, remove);
}
