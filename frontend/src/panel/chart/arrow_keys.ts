/** Finds the next mark for an arrow key, on a grid or on scattered points. */

export interface Mark {
  key: string;
  x: number;
  y: number;
}

const DIRECTIONS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The key next to `from` in the direction of an arrow key, in pixels with y downwards. Straying
 * sideways counts three times, so that a row or column is kept where there is one. Without `from`
 * it is the first mark, top left.
 */
export function nextKey(marks: Mark[], from: string | null, arrow: string): string | null {
  const direction = DIRECTIONS[arrow];
  if (!direction || marks.length === 0) return null;
  const here = marks.find((mark) => mark.key === from);
  if (!here) return nearest(marks, (mark) => mark.y * 1e4 + mark.x);
  const [dx, dy] = direction;
  const ahead = (mark: Mark) => (mark.x - here.x) * dx + (mark.y - here.y) * dy;
  const aside = (mark: Mark) => Math.abs((mark.x - here.x) * dy) + Math.abs((mark.y - here.y) * dx);
  const further = marks.filter((mark) => ahead(mark) > 0.5);
  return further.length > 0 ? nearest(further, (mark) => ahead(mark) + 3 * aside(mark)) : here.key;
}

function nearest(marks: Mark[], distance: (mark: Mark) => number): string {
  return marks.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best)).key;
}
