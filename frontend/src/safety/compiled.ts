/**
 * The second door for stored charts: what Vega-Lite has made of one is read once more before it is
 * drawn, since Vega-Lite puts names and words of the chart into expressions of its own.
 */
import { ADDRESS } from './limits';
import type { Row } from '../contract/declaration';
import { madeFault } from './expressions';

const EXPRESSIONS = new Set(['signal', 'expr', 'update', 'test', 'init', 'filter']);
const REFUSED = new Set(['url', 'href', 'bind', 'loader', 'usermeta']);
/** Signals that Vega gives every chart. */
const OWN = ['width', 'height', 'padding', 'autosize', 'background', 'cursor'];

/** Why a chart that Vega-Lite has made must not be drawn, as a sentence; "" when it may. */
export function compiledFault(made: Row): string {
  const what = partFault(made, '', signalsOf(made, new Set(OWN)));
  return what && `it holds ${what}, which no chart of clvwidgets has. Run the cell again.`;
}

function signalsOf(part: unknown, found: Set<string>): ReadonlySet<string> {
  if (part === null || typeof part !== 'object') return found;
  const { signals, signal, type } = part as Row;
  if (Array.isArray(signals)) signals.forEach(({ name }) => found.add(name));
  // What a transform tells besides its rows.
  if (typeof signal === 'string' && type !== undefined) found.add(signal);
  for (const [key, inner] of Object.entries(part)) if (!isRows(key)) signalsOf(inner, found);
  return found;
}

function partFault(part: unknown, key: string, signals: ReadonlySet<string>): string {
  if (typeof part === 'string') return textFault(part, key, signals);
  if (part === null || typeof part !== 'object') return '';
  for (const [name, inner] of Object.entries(part)) {
    const at = Array.isArray(part) ? key : name;
    if (isRows(at) && Array.isArray(inner)) continue;
    const what = REFUSED.has(at) ? `"${at}"` : partFault(inner, at, signals);
    if (what) return what;
  }
  return '';
}

function textFault(text: string, key: string, signals: ReadonlySet<string>): string {
  if (ADDRESS.test(text)) return 'an address';
  if (key === 'type' && text === 'image') return 'a picture';
  if (key === 'events' && /[[{]/.test(text)) return 'an event with a condition';
  return EXPRESSIONS.has(key) ? madeFault(text, signals) : '';
}

/** Rows have been looked at before; every name in them is the author's. */
function isRows(key: string): boolean {
  return key === 'values';
}
