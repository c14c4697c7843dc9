/** Stored pictures: only what begins as a PNG does may stand in an address of data. */

const MAGIC = '\x89PNG\r\n\x1a\n';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MOST_LETTERS = 30_000_000;

/** A stored picture as the address of an image, or "" when it is no PNG in base64. */
export function pngAddress(stored: unknown): string {
  const joined = Array.isArray(stored) ? stored.join('') : stored;
  if (typeof joined !== 'string' || joined.length > MOST_LETTERS) return '';
  const text = joined.replace(/\s+/g, '');
  if (!BASE64.test(text)) return '';
  try {
    if (!atob(text.slice(0, 12)).startsWith(MAGIC)) return '';
  } catch {
    return '';
  }
  return `data:image/png;base64,${text}`;
}
