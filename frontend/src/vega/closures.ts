/**
 * Vega's expressions as closures. Each part of a parsed expression becomes a function once, so that
 * a step of a slider only calls functions; no text becomes code. What is rare, and whatever would
 * give out a function, is answered by Vega's own interpreter, with its own refusals.
 */
import * as vega from 'vega';
import { constants } from 'vega-expression';
import { expressionInterpreter } from 'vega-interpreter';
import type { Row } from '../contract/declaration';

/** What Vega hands over: the functions that an expression may call. */
export interface Scope {
  functions: Row;
}
/** Computes a part from the signals, the row and the mark. */
export type Run = (signals: Row, datum?: unknown, item?: any) => any;
type Maker = (node: any, of: (node: any) => Run, scope: Scope) => Run;

/** Of signals, row (datum) and mark (item). */
const BINARY: Record<string, (left: Run, right: Run) => Run> = {
  '+': (left, right) => (s, d, i) => left(s, d, i) + right(s, d, i),
  '-': (left, right) => (s, d, i) => left(s, d, i) - right(s, d, i),
  '*': (left, right) => (s, d, i) => left(s, d, i) * right(s, d, i),
  '/': (left, right) => (s, d, i) => left(s, d, i) / right(s, d, i),
  '%': (left, right) => (s, d, i) => left(s, d, i) % right(s, d, i),
  '<': (left, right) => (s, d, i) => left(s, d, i) < right(s, d, i),
  '>': (left, right) => (s, d, i) => left(s, d, i) > right(s, d, i),
  '<=': (left, right) => (s, d, i) => left(s, d, i) <= right(s, d, i),
  '>=': (left, right) => (s, d, i) => left(s, d, i) >= right(s, d, i),
  '==': (left, right) => (s, d, i) => left(s, d, i) == right(s, d, i),
  '!=': (left, right) => (s, d, i) => left(s, d, i) != right(s, d, i),
  '===': (left, right) => (s, d, i) => left(s, d, i) === right(s, d, i),
  '!==': (left, right) => (s, d, i) => left(s, d, i) !== right(s, d, i),
};
const UNARY: Record<string, (value: any) => unknown> = {
  '+': (value) => +value,
  '-': (value) => -value,
  '!': (value) => !value,
};

const MAKERS: Record<string, Maker> = {
  Literal: (node, _of, scope) => (node.regex ? asked(node, scope) : () => node.value),

  Identifier(node, _of, scope) {
    const { name } = node;
    if (name === 'datum') return (_signals, datum) => datum;
    if (name === 'item') return (_signals, _datum, item) => item;
    if (name === 'event' || Object.hasOwn(constants, name)) return asked(node, scope);
    const signal = `$${name}`;
    return (signals) => signals[signal];
  },

  MemberExpression(node, of, scope) {
    const owner = of(node.object);
    const name: Run = node.computed ? of(node.property) : () => node.property.name;
    const judged = asked(node, scope);
    return (signals, datum, item) => {
      const found = owner(signals, datum, item)[name(signals, datum, item)];
      return typeof found === 'function' ? judged(signals, datum, item) : found;
    };
  },

  CallExpression(node, of, scope) {
    // Vega writes "_" before the names of its own calls.
    const name: string = node.callee.name.replace(/^_/, '');
    const given: Run[] = node.arguments.map(of);
    if (name === 'if') return either(given[0], given[1], given[2]);
    const call = scope.functions[name] ?? arithmetic(name);
    if (!call) return asked(node, scope);
    return called(call.bind(scope.functions), given);
  },

  ArrayExpression(node, of) {
    const elements: Run[] = node.elements.map(of);
    return (signals, datum, item) => elements.map((run) => run(signals, datum, item));
  },

  BinaryExpression(node, of, scope) {
    const [left, right] = [of(node.left), of(node.right)];
    return BINARY[node.operator]?.(left, right) ?? asked(node, scope);
  },

  UnaryExpression(node, of, scope) {
    const argument = of(node.argument);
    const operate = UNARY[node.operator];
    if (!operate) return asked(node, scope);
    return (signals, datum, item) => operate(argument(signals, datum, item));
  },

  ConditionalExpression: (node, of) =>
    either(of(node.test), of(node.consequent), of(node.alternate)),

  LogicalExpression(node, of) {
    const [left, right] = [of(node.left), of(node.right)];
    return node.operator === '&&'
      ? (signals, datum, item) => left(signals, datum, item) && right(signals, datum, item)
      : (signals, datum, item) => left(signals, datum, item) || right(signals, datum, item);
  },

  ObjectExpression(node, of, scope) {
    const parts: [string, Run][] = node.properties.map(({ key, value }: any) => [
      key.name ?? key.value,
      of(value),
    ]);
    const judged = asked(node, scope);
    const refused: ReadonlySet<string> = (vega as any).DisallowedObjectProperties;
    if (parts.some(([name]) => refused.has(name))) return judged;
    return (signals, datum, item) => {
      const made: Row = {};
      for (const [name, run] of parts) {
        made[name] = run(signals, datum, item);
        if (typeof made[name] === 'function') return judged(signals, datum, item);
      }
      return made;
    };
  },
};

/** A parsed expression as a function. */
export function closure(ast: any, scope: Scope): Run {
  const of = (node: any): Run => MAKERS[node.type]?.(node, of, scope) ?? asked(node, scope);
  return of(ast);
}

/** Vega's own answer. It would write it into the mark, so it gets a stand-in. */
function asked(ast: any, scope: Scope): Run {
  const channels = { answer: { ast } };
  const run = expressionInterpreter.encode(scope, { marktype: 'rule', channels });
  return (signals, datum, item) => {
    const standIn = Object.create(item ?? null, { datum: { value: datum } });
    run(standIn, signals);
    return standIn.answer;
  };
}

function either(test: Run, yes: Run, no: Run): Run {
  return (signals, datum, item) =>
    test(signals, datum, item) ? yes(signals, datum, item) : no(signals, datum, item);
}

/** A list of what is given would have to be made, and thrown away, at each call. */
function called(call: (...given: unknown[]) => unknown, given: Run[]): Run {
  const [first, second] = given;
  switch (given.length) {
    case 1:
      return (signals, datum, item) => call(first(signals, datum, item));
    case 2:
      return (signals, datum, item) =>
        call(first(signals, datum, item), second(signals, datum, item));
    default:
      return (signals, datum, item) => call(...given.map((run) => run(signals, datum, item)));
  }
}

/** Those of Vega's functions that are JavaScript's own; Vega parses no other name of these two. */
function arithmetic(name: string): any {
  const homes: any[] = [Math, Number];
  return homes.map((home) => home[name]).find((found) => typeof found === 'function');
}
