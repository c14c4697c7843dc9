/** Says in words what is chosen: how many, how much, and what share of the whole. */
import type { Format, Row, SelectionRule } from '../../contract/declaration';
import type { Numbers } from '../../base/format';

export type KeysRule = Extract<SelectionRule, { kind: 'keys' }>;

const COUNT: Format = { kind: 'count' };

/** "3 cells: 1,204 customers (5.1 %), €402,000 spent (16 %)" */
export function describeChosen(
  rows: Row[],
  keys: string[],
  rule: KeysRule,
  numbers: Numbers,
): string {
  const chosen = new Set(keys);
  const inside = rows.filter((row) => chosen.has(String(row[rule.key])));
  // Several rows may share a key: what counts is how many keys are chosen.
  const how = `${numbers.text(keys.length, COUNT)} ${rule.noun[keys.length === 1 ? 0 : 1]}`;
  return withSums(how, inside, rows, rule, numbers);
}

/** The same for one key, as the keyboard's cursor comes by. */
export function describeKey(rows: Row[], key: string, rule: KeysRule, numbers: Numbers): string {
  const inside = rows.filter((row) => String(row[rule.key]) === key);
  return withSums(key, inside, rows, rule, numbers);
}

/** What there is to choose from. */
export function describeAll(rows: Row[], rule: KeysRule, numbers: Numbers): string {
  const count = new Set(rows.map((row) => row[rule.key])).size;
  const how = `${numbers.text(count, COUNT)} ${rule.noun[count === 1 ? 0 : 1]}`;
  return withSums(`Nothing chosen. ${count === 1 ? how : `All ${how}`}`, rows, [], rule, numbers);
}

/** Sums over no rows have no share. */
function withSums(
  head: string,
  inside: Row[],
  all: Row[],
  rule: KeysRule,
  numbers: Numbers,
): string {
  const sums = rule.sums.map(({ field, label, format }) => {
    const amount = total(inside, field);
    const whole = total(all, field);
    const share = whole > 0 ? ` (${numbers.text(amount / whole, { kind: 'percent' })})` : '';
    return [numbers.text(amount, format), label].filter(Boolean).join(' ') + share;
  });
  return sums.length > 0 ? `${head}: ${sums.join(', ')}` : head;
}

function total(rows: Row[], field: string): number {
  return rows.reduce((sum, row) => sum + (Number(row[field]) || 0), 0);
}
