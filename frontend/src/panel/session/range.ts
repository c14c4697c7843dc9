/** The range of a slider: it grows to hold what a preset, Python or another widget puts in. */
import type { NumberField } from '../../contract/declaration';

export function grown<Field extends Pick<NumberField, 'low' | 'high'>>(
  field: Field,
  value: number,
): Field {
  const { low, high } = field;
  return value < low || value > high
    ? { ...field, low: Math.min(low, value), high: Math.max(high, value) }
    : field;
}
