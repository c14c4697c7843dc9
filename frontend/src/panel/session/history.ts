/** Steps back and forth through the values of a panel's fields. */
import type { History, State } from '../../contract/declaration';

const MOST_STEPS = 100;

export function sameValues(one: State, other: State): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => isSame(one[name], other[name]))
  );
}

/** A choice is an object, and never the same one twice. */
function isSame(one: unknown, other: unknown): boolean {
  return (
    one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
  );
}

/**
 * The history after a change from `before` to `after`. Steps that were undone fall away. Where
 * the history does not end in `before`, because something else set the values, that is a step too.
 */
export function pushed(history: History, before: State, after: State): History {
  const entries = history.entries.slice(0, history.at + 1);
  const last = entries.at(-1);
  if (!last || !sameValues(last, before)) entries.push(before);
  if (!sameValues(before, after)) entries.push(after);
  const kept = entries.slice(-MOST_STEPS);
  return { entries: kept, at: kept.length - 1 };
}

/** The history moved by one step, or null where there is none in that direction. */
export function stepped(history: History, by: -1 | 1): History | null {
  const at = history.at + by;
  return at in history.entries ? { ...history, at } : null;
}
