/** The few marks in a lesson's texts: `code`, **strong**, *emphasis*. */
import { h } from './dom';

const MARKS = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*/g;

/** A paragraph's text as nodes; never as markup. */
export function inline(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    nodes.push(text.slice(at, match.index));
    const [whole, code, strong, emphasis] = match;
    if (code) nodes.push(h('code', {}, code));
    else if (strong) nodes.push(h('strong', {}, strong));
    else nodes.push(h('em', {}, emphasis));
    at = match.index + whole.length;
  }
  return [...nodes, text.slice(at)];
}

/** Paragraphs, parted by empty lines. */
export function paragraphs(text: string): HTMLElement[] {
  return text.split(/\n\s*\n/).map((block) => h('p', {}, ...inline(block)));
}
