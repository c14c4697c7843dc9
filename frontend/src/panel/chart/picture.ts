/** Makes a picture of a chart in the browser: SVG, or PNG drawn from it. */
import type { Chart } from './chart';

const SVG = 'http://www.w3.org/2000/svg';
const LINE_PX = 20;
const PNG_SCALE = 2;

/** The chart as it looks now, with its title, readable on its own. */
export async function chartSvg(chart: Chart, panel: HTMLElement): Promise<string> {
  const style = getComputedStyle(panel);
  const text = withColours(await chart.view.toSVG(), style);
  const drawn = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const width = Number(drawn.getAttribute('width'));
  const lines = wrapped(chart.titles, width - 16, style.fontFamily);
  const top = lines.length > 0 ? lines.length * LINE_PX + 12 : 0;
  const height = Number(drawn.getAttribute('height')) + top;
  const outer = element('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  outer.append(element('rect', { width, height, fill: style.getPropertyValue('--clv-surface') }));
  lines.forEach((line, at) => {
    const attributes = {
      x: 8,
      y: (at + 1) * LINE_PX,
      'font-size': 14,
      'font-family': style.fontFamily,
    };
    const title = element('text', { ...attributes, fill: style.getPropertyValue('--clv-text') });
    title.textContent = line;
    outer.append(title);
  });
  drawn.setAttribute('y', String(top));
  outer.append(drawn);
  return new XMLSerializer().serializeToString(outer);
}

export async function chartPng(chart: Chart, panel: HTMLElement): Promise<Blob> {
  const svg = await chartSvg(chart, panel);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture came out.'))));
  });
}

/** Away from the page there are no variables: the colours of the theme now shown go in. */
export function withColours(svg: string, style: CSSStyleDeclaration): string {
  return svg.replace(
    /var\((--[\w-]+)\)/g,
    (_, name) => style.getPropertyValue(name).trim() || 'currentColor',
  );
}

function wrapped(titles: string[], width: number, font: string): string[] {
  const pen = document.createElement('canvas').getContext('2d')!;
  pen.font = `14px ${font}`;
  return titles.flatMap((title) => {
    const lines: string[] = [];
    for (const word of title.split(/\s+/)) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (lines.length > 0 && pen.measureText(longer).width <= width)
        lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
