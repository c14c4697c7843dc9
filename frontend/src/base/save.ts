/** A file for the reader to keep. */
import { h } from './dom';

/** Hands a file to the reader; answers with what to say. */
export function save(blob: Blob, name: string): string {
  const href = URL.createObjectURL(blob);
  h('a', { href, download: name }).click();
  // The download has begun by then; the memory is free again.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
  return `Saved ${name}`;
}
