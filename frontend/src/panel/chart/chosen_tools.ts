/** What can be done with the chosen customers: save them as a file, give them a name. */
import type { Reply, Row } from '../../contract/declaration';
import { h, setAttribute, setText } from '../../base/dom';
import type { Context, Part } from '../part';
import type { KeysRule } from './choice_in_words';
import { save } from '../../base/save';

/** Only a kernel can do any of it: on a page or in a saved notebook nothing is offered. */
export function chosenTools(context: Context, rule: KeysRule): Part | null {
  const { session } = context;
  if (!session.host.ask || !(rule.file || rule.naming)) return null;
  const said = h('span', { class: 'clv-said', role: 'status' });
  const ask = async (question: Row) => {
    setText(said, '');
    try {
      const reply = await session.host.ask!(question);
      setText(said, take(reply));
    } catch (problem) {
      setText(said, problem instanceof Error ? problem.message : String(problem));
    }
  };
  const tools = [
    rule.naming && nameTool(rule.naming, (name) => void ask({ kind: 'name', name })),
    rule.file && fileTool(rule.file, () => void ask({ kind: 'file' })),
  ].filter((tool) => !!tool);
  const element = h('div', { class: 'clv-chosen-tools' }, ...tools, said);
  const update = () => {
    const { selection, kernelIsAway } = session;
    const isIdle = !('keys' in selection) || selection.keys.length === 0;
    element.hidden = kernelIsAway;
    // It keeps its place: a chart that moved at the first choice would move under the brush.
    setAttribute(element, 'data-idle', isIdle);
    if (isIdle) setText(said, '');
  };
  return { element, update };
}

function fileTool({ label, help }: { label: string; help: string }, act: () => void) {
  return h('button', { type: 'button', class: 'clv-button', title: help, onclick: act }, label);
}

function nameTool(
  { label, button, help }: { label: string; button: string; help: string },
  act: (name: string) => void,
) {
  const box = h('input', { type: 'text', 'aria-label': label, placeholder: label, maxlength: 40 });
  const form = h(
    'form',
    { class: 'clv-naming', title: help },
    box,
    h('button', { type: 'submit', class: 'clv-button' }, button),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (box.value.trim()) act(box.value.trim());
  });
  return form;
}

function take({ said, file }: Reply): string {
  if (!file) return said;
  const saved = save(file.content, file.name);
  return said || saved;
}
