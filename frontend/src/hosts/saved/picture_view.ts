/** A stored panel as its picture, or its text: what a notebook shows that nobody trusts yet. */
import { Widget } from '@lumino/widgets';
import { pngAddress } from '../../safety/png';

type Output = Record<string, unknown>;

export function paragraph(sentence: string): HTMLParagraphElement {
  const made = document.createElement('p');
  made.textContent = sentence;
  return made;
}

/** What stands beside a panel in the stored output, picture before text. */
export function pictured(output: Output): HTMLElement[] {
  const stored = output['text/plain'];
  const text = Array.isArray(stored) ? stored.join('') : String(stored ?? '');
  const address = pngAddress(output['image/png']);
  if (address) {
    const picture = document.createElement('img');
    picture.src = address;
    picture.alt = text;
    picture.style.maxWidth = '100%';
    return [picture];
  }
  const words = document.createElement('pre');
  words.textContent = text;
  return [words];
}

export class PictureView extends Widget {
  constructor(output: Output, trust: () => void) {
    super();
    this.addClass('clv-untrusted');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Trust this notebook to bring it alive';
    button.className = 'jp-mod-styled';
    button.addEventListener('click', trust);
    this.node.append(...pictured(output), button);
  }
}
