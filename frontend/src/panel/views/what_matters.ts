/**
 * What matters most: how a result answers when one input in turn is a little other.
 * clvwidgets/widgets/calculators/sensitivity.py does the same in Python.
 */
import type { NumberField, Output, Row, SensitivityView, Values } from '../../contract/declaration';
import type { Context } from '../part';
import { grown } from '../session/range';

type Known = Pick<Context, 'session' | 'numbers' | 'answers'>;
type Ends = [number, number];

const ONE_PERCENT = 0.01;
/** Below this share of what it is nearby a result is zero, but for noise in its last digits. */
const NOTHING = 1e-9;

/** Percent that the result changes by for one percent of an input; null, and why. */
export interface Elasticity {
  label: string;
  value: number | null;
  reason: string;
}

/** An input moved down and up by a share of itself, within its range; a whole one by one. */
export function moved(field: NumberField, value: number, share: number): Ends {
  const { low, high } = grown(field, value);
  const reach = Math.abs(value) * share;
  const far = field.whole ? Math.max(1, Math.floor(reach + 0.5)) : reach;
  return [Math.max(low, value - far), Math.min(high, value + far)];
}

/** Each input moved down and up by the shift, within its range; the largest effect first. */
export function sensitivityRows(known: Known, view: SensitivityView): Row[] {
  const { session, numbers } = known;
  const rows = fieldsOf(known, view).map((field) => {
    const { name, label, format } = field;
    const [down, up] = moved(field, session.values[name] as number, view.shift);
    const [low, high] = [down, up].map((end) => finite(answer(known, view.of, { [name]: end })));
    const range = `${numbers.text(down, format)} – ${numbers.text(up, format)}`;
    const span = low === null || high === null ? 0 : Math.abs(high - low);
    return { field: name, label: `${label}\n${range}`, low, high, span };
  });
  return rows.sort((one, other) => other.span - one.span);
}

/** Percent of the result for one percent of each input, the largest first. */
export function elasticities(known: Known, view: SensitivityView): Elasticity[] {
  const of = elasticOutput(known, view).name;
  const now = answer(known, of, {});
  const found = fieldsOf(known, view).map((field) => {
    const value = known.session.values[field.name] as number;
    const ends = moved(field, value, ONE_PERCENT);
    const [low, high] = ends.map((end) => answer(known, of, { [field.name]: end }));
    return { label: field.label, ...elasticity(value, ends, now, [low, high]) };
  });
  const size = ({ value }: Elasticity) => (value === null ? -1 : Math.abs(value));
  return found.sort((one, other) => size(other) - size(one));
}

/** The output that the elasticities are of. */
export function elasticOutput({ session }: Pick<Known, 'session'>, view: SensitivityView): Output {
  const wanted = view.elastic ?? view.of;
  return session.declaration.outputs.find(({ name }) => name === wanted)!;
}

function elasticity(value: number, ends: Ends, now: number, [low, high]: Ends) {
  const none = (reason: string) => ({ value: null, reason });
  if (value === 0) return none('the input is 0');
  if (ends[0] === ends[1]) return none('the input cannot move');
  if (![now, low, high].every(Number.isFinite)) return none('the result has no limit');
  const nearby = Math.max(Math.abs(low), Math.abs(high));
  if (Math.abs(now) <= NOTHING * nearby) return none('the result is 0');
  // Of the result's size: the sign says whether it rises or falls, also below zero.
  const slope = (high - low) / (ends[1] - ends[0]);
  return { value: Number(((slope * value) / Math.abs(now)).toPrecision(6)), reason: '' };
}

function fieldsOf({ session }: Pick<Known, 'session'>, view: SensitivityView): NumberField[] {
  return session.declaration.fields.filter(
    (field): field is NumberField => field.kind === 'number' && view.fields.includes(field.name),
  );
}

function answer({ session, answers }: Known, of: string, change: Values): number {
  return answers.for({ ...session.values, ...change })[of];
}

/** A bar without end cannot be drawn: its row has no number. */
const finite = (result: number) => (Number.isFinite(result) ? result : null);
