/**
 * Which Vega expressions a stored chart may hold: arithmetic, comparison and format over the
 * panel's own signals and the rows' fields. Nothing in them can reach the page: no mark, no event,
 * no function that writes, no name through which JavaScript's own objects are had.
 */
import { constants, parseExpression } from 'vega-expression';

const FUNCTIONS = new Set(
  (
    'if isValid isNaN isFinite isNumber isString isBoolean isArray isDate isDefined ' +
    'abs ceil floor round exp log pow sqrt min max clamp ' +
    'toNumber toString toBoolean toDate parseFloat parseInt format timeFormat utcFormat ' +
    'upper lower trim replace substring split length slice indexof lastindexof join peek reverse sort ' +
    'sequence inrange span extent data ' +
    'datetime utc time date day dayofyear week month quarter year hours minutes seconds ' +
    'utcdate utcday utcdayofyear utcweek utcmonth utcquarter utcyear utchours utcminutes'
  ).split(' '),
);

/** Calls whose result is a plain list, so that a computed place in it is one. */
const LISTS = new Set(['data', 'split', 'slice', 'sequence', 'extent', 'sort', 'reverse']);

/** Ways from a value to JavaScript's own objects, and from a mark to the page. */
const FOREIGN = new Set(
  (
    '__proto__ constructor prototype __defineGetter__ __defineSetter__ __lookupGetter__ ' +
    '__lookupSetter__ ownerDocument defaultView contentWindow document window context dataflow ' +
    'mark _el'
  ).split(' '),
);

const MOST_LETTERS = 20_000;

/** Whether a name would lead out of the data. */
export function isForeign(name: string): boolean {
  return FOREIGN.has(name);
}

/** What a stored expression does that it must not, as part of a sentence; "" for nothing. */
export function expressionFault(text: string, signals: ReadonlySet<string>): string {
  if (text.length > MOST_LETTERS) return `an expression of ${text.length} letters`;
  try {
    return fault(parseExpression(text), signals);
  } catch {
    return 'an expression that cannot be read';
  }
}

function fault(node: any, signals: ReadonlySet<string>): string {
  const first = (nodes: any[]) => nodes.reduce((found, one) => found || fault(one, signals), '');
  switch (node.type) {
    case 'Literal':
      return node.regex ? 'a pattern' : '';
    case 'Identifier':
      return node.name === 'datum' || signals.has(node.name) || Object.hasOwn(constants, node.name)
        ? ''
        : `the name ${node.name}`;
    case 'ArrayExpression':
      return first(node.elements);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return first([node.left, node.right]);
    case 'UnaryExpression':
      return fault(node.argument, signals);
    case 'ConditionalExpression':
      return first([node.test, node.consequent, node.alternate]);
    case 'MemberExpression':
      return (
        memberFault(node) || first(node.computed ? [node.object, node.property] : [node.object])
      );
    case 'CallExpression':
      return callFault(node) || first(node.arguments);
    default:
      return `a part of the kind ${node.type}`;
  }
}

function memberFault({ computed, object, property }: any): string {
  if (!computed || property.type === 'Literal') {
    const name = String(computed ? property.value : property.name);
    return isForeign(name) ? `the member ${name}` : '';
  }
  // A name put together while the chart runs may be any name, so nothing may follow from it.
  const isPlain =
    object.type === 'ArrayExpression' ||
    (object.type === 'Identifier' && object.name === 'datum') ||
    (object.type === 'CallExpression' && LISTS.has(object.callee.name));
  return isPlain ? '' : 'a computed member of a member';
}

function callFault({ callee, arguments: given }: any): string {
  if (callee.type !== 'Identifier' || !FUNCTIONS.has(callee.name)) {
    return `the function ${callee.name ?? '(computed)'}`;
  }
  const isText = (node: any) => node?.type === 'Literal' && typeof node.value === 'string';
  // What stands for what it finds may be a function, which it would call.
  if (callee.name === 'replace' && !given.slice(1).every(isText)) return 'a computed replacement';
  return callee.name === 'data' && !isText(given[0]) ? 'data without a name' : '';
}
