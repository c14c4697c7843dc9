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

/** What Vega-Lite itself calls besides, in the charts that it makes. */
const MADE = new Set(
  (
    'containerSize bandwidth bandspace domain range scale invert bin intersect inScope item group ' +
    'x y xy modify zoomLinear zoomLog zoomPow zoomSymlog panLinear panLog panPow panSymlog ' +
    'clampRange vlSelectionTest vlSelectionIdTest vlSelectionTuples vlSelectionResolve ' +
    'timeUnitSpecifier timeOffset utcOffset isTuple'
  ).split(' '),
);
/** What a chart may ask of an event; the rest of it leads to the page. */
const ASKED = new Set('item shiftKey ctrlKey metaKey altKey deltaY deltaMode type'.split(' '));
/** What a chart may ask of a mark. */
const OF_A_MARK = new Set(['marktype', 'role', 'name']);

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
  return faultOf(text, { signals, isMade: false });
}

/** The same for an expression that Vega-Lite has made. */
export function madeFault(text: string, signals: ReadonlySet<string>): string {
  return faultOf(text, { signals, isMade: true });
}

interface Allowed {
  signals: ReadonlySet<string>;
  isMade: boolean;
}

function faultOf(text: string, allowed: Allowed): string {
  if (text.length > MOST_LETTERS) return `an expression of ${text.length} letters`;
  try {
    return fault(parseExpression(text), allowed);
  } catch {
    return 'an expression that cannot be read';
  }
}

function fault(node: any, allowed: Allowed): string {
  const first = (nodes: any[]) => nodes.reduce((found, one) => found || fault(one, allowed), '');
  switch (node.type) {
    case 'Literal':
      return node.regex ? 'a pattern' : '';
    case 'Identifier':
      return nameFault(node.name, allowed);
    case 'ArrayExpression':
      return first(node.elements);
    case 'ObjectExpression':
      return objectFault(node, allowed) || first(node.properties.map((one: any) => one.value));
    case 'BinaryExpression':
    case 'LogicalExpression':
      return first([node.left, node.right]);
    case 'UnaryExpression':
      return fault(node.argument, allowed);
    case 'ConditionalExpression':
      return first([node.test, node.consequent, node.alternate]);
    case 'MemberExpression':
      if (allowed.isMade && isOfAMark(node)) return fault(node.object.object, allowed);
      return (
        memberFault(node, allowed) ||
        first(node.computed ? [node.object, node.property] : [node.object])
      );
    case 'CallExpression':
      return callFault(node, allowed) || first(node.arguments);
    default:
      return `a part of the kind ${node.type}`;
  }
}

function nameFault(name: string, { signals, isMade }: Allowed): string {
  const isOwn = name === 'datum' || signals.has(name) || Object.hasOwn(constants, name);
  return isOwn || (isMade && /^(item|event|parent|unit)$/.test(name)) ? '' : `the name ${name}`;
}

function objectFault({ type, properties }: any, { isMade }: Allowed): string {
  if (!isMade) return `a part of the kind ${type}`;
  const names: string[] = properties.map(({ key }: any) => String(key.name ?? key.value));
  const taken = names.find((name) => isForeign(name) || name in Object.prototype);
  return taken === undefined ? '' : `the name ${taken}`;
}

/** "item().mark.role" and the like. */
function isOfAMark({ computed, object, property }: any): boolean {
  const isMark = object.type === 'MemberExpression' && object.property.name === 'mark';
  return isMark && !object.computed && !computed && OF_A_MARK.has(property.name);
}

function memberFault({ computed, object, property }: any, { isMade }: Allowed): string {
  if (!computed || property.type === 'Literal') {
    const name = String(computed ? property.value : property.name);
    const isOfEvent = isMade && object.type === 'Identifier' && object.name === 'event';
    return isForeign(name) || (isOfEvent && !ASKED.has(name)) ? `the member ${name}` : '';
  }
  // A name put together while the chart runs may be any name, so nothing may follow from it.
  const isPlain =
    object.type === 'ArrayExpression' ||
    (object.type === 'Identifier' && object.name === 'datum') ||
    (object.type === 'CallExpression' && LISTS.has(object.callee.name));
  return isPlain ? '' : 'a computed member of a member';
}

function callFault({ callee, arguments: given }: any, { isMade }: Allowed): string {
  const isKnown = FUNCTIONS.has(callee.name) || (isMade && MADE.has(callee.name));
  if (callee.type !== 'Identifier' || !isKnown) {
    return `the function ${callee.name ?? '(computed)'}`;
  }
  const isText = (node: any) => node?.type === 'Literal' && typeof node.value === 'string';
  // What stands for what it finds may be a function, which it would call.
  if (callee.name === 'replace' && !given.slice(1).every(isText)) return 'a computed replacement';
  // A choice is kept in a table of Vega-Lite's own; to no other may anything be written.
  if (callee.name === 'modify' && !(isText(given[0]) && /_store$/.test(given[0].value))) {
    return 'a change of its data';
  }
  return callee.name === 'data' && !isText(given[0]) ? 'data without a name' : '';
}
