/** Which heading a panel or card begins with. */

/** A page's first panel is what the page is about; a notebook has headings of its own. */
export function level({ kind }: { kind: string }): 'h1' | 'h2' | 'h3' {
  if (kind !== 'page') return 'h3';
  return document.querySelector('h1') ? 'h2' : 'h1';
}
