/** Writes the panel as the Python that makes it. */
import type { Declaration, Value, Values } from '../contract/declaration';

const LINE = 88;

/** `from clvwidgets import X`, then `X(...)`; null where the panel does not say how. */
export function asPython({ python, fields, period }: Declaration, values: Values): string | null {
  if (!python) return null;
  const own = fields.map(({ name }) => [name, values[name]] as const);
  const fixed = Object.entries(python.fixed ?? {});
  const given = period ? [['period', values.period] as const] : [];
  const args = [...own, ...given, ...fixed].map(([name, value]) => `${name}=${literal(value)}`);
  const short = `${python.call}(${args.join(', ')})`;
  const long = `${python.call}(\n${args.map((arg) => `    ${arg},\n`).join('')})`;
  return `${python.import}\n\n${short.length <= LINE ? short : long}\n`;
}

/** A JSON string is a Python string too; numbers are written alike. */
function literal(value: Value | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}
