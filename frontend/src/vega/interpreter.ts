/** What Vega asks to evaluate expressions; those of events it evaluates itself. */
import { ADDRESS } from '../safety/limits';
import { expressionInterpreter } from 'vega-interpreter';
import type { Row } from '../contract/declaration';
import { closure, type Run, type Scope } from './closures';

interface Parsed {
  ast: any;
}
interface Encoding {
  marktype: string;
  channels: Record<string, Parsed>;
}
type Encoder = (item: any, signals: Row) => unknown;

/** What a mark is painted with, where a browser would fetch an address. */
const PAINTED = new Set(['fill', 'stroke', 'cursor']);

export const interpreter = {
  ...expressionInterpreter,

  operator(scope: Scope, { ast }: Parsed) {
    const run = closure(ast, scope);
    return (signals: Row) => run(signals);
  },

  parameter(scope: Scope, { ast }: Parsed) {
    const run = closure(ast, scope);
    return (datum: unknown, signals: Row) => run(signals, datum);
  },

  encode(scope: Scope, encoding: Encoding) {
    const { tooltip, ...seen } = encoding.channels;
    const names = Object.keys(seen);
    const runs = names.map((name) => channel(name, seen[name].ast, scope));
    const [explain, place] = [explaining(tooltip, scope), placing(encoding, scope)];
    return (item: any, signals: Row) => {
      const { datum } = item;
      let changed = 0;
      for (let at = 0; at < names.length; at += 1) {
        const value = runs[at](signals, datum, item);
        if (item[names[at]] === value) continue;
        item[names[at]] = value;
        changed = 1;
      }
      explain(item, signals);
      place(item, signals);
      return changed;
    };
  },
};

function channel(name: string, ast: any, scope: Scope): Run {
  const run = PAINTED.has(name) ? harmless(closure(ast, scope)) : closure(ast, scope);
  if (!isFixed(ast)) return run;
  // The very same list each time: a mark with another list of dashes would be drawn anew.
  const value = run({});
  return () => value;
}

/** Nothing is painted with what a browser would have to fetch. */
function harmless(run: Run): Run {
  return (signals, datum, item) => {
    const paint = run(signals, datum, item);
    return typeof paint === 'string' && ADDRESS.test(paint) ? null : paint;
  };
}

function isFixed({ type, regex, elements }: any): boolean {
  return type === 'ArrayExpression' ? elements.every(isFixed) : type === 'Literal' && !regex;
}

/** What a mark says under the pointer is put into words when somebody points at it. */
function explaining(tooltip: Parsed | undefined, scope: Scope): Encoder {
  if (!tooltip) return () => {};
  const run = closure(tooltip.ast, scope);
  return (item, signals) => {
    if (Object.hasOwn(item, 'tooltip')) return;
    Object.defineProperty(item, 'tooltip', { get: () => run(signals, item.datum, item) });
  };
}

/** Vega's own step from the two ends of a mark to its size: with no channel listed all that is left. */
function placing({ marktype, channels }: Encoding, scope: Scope): Encoder {
  const known = Object.keys(channels).map((name) => [name, { value: true }]);
  const unlisted = Object.defineProperties({}, Object.fromEntries(known));
  return expressionInterpreter.encode(scope, { marktype, channels: unlisted });
}
