/** Where a chart places its marks along a channel, and how large a step of one is there. */
import type { Row } from '../../contract/declaration';

export interface Placing {
  middle(row: Row): number;
  half: number;
}

/** On a scale of numbers a mark fills one unit, as a cell of a grid does. */
export function placing(view: any, channel: 'x' | 'y', field: string): Placing {
  // Bars are met wherever along their length.
  if (!field) return { middle: () => 0, half: Infinity };
  const scale = scaleOf(view, channel);
  if (!scale) {
    const sign = channel === 'y' ? -1 : 1;
    return { middle: (row) => Number(row[field]) * sign || 0, half: 0 };
  }
  if (scale.bandwidth) {
    const half = scale.bandwidth() / 2;
    return { middle: (row) => Number(scale(row[field])) + half || 0, half };
  }
  const half = Math.abs(Number(scale(1)) - Number(scale(0))) / 2 || 0;
  return { middle: (row) => Number(scale(row[field])) || 0, half };
}

function scaleOf(view: any, channel: string): any {
  try {
    return view.scale(channel);
  } catch {
    return null; // a chart made of several charts has none by this name
  }
}
