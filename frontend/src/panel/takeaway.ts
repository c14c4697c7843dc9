/** What the menu offers to take away: code, a table, a picture. */
import type { Chart } from './chart/chart';
import { h } from '../base/dom';
import type { Action } from '../base/menu';
import { save } from '../base/save';
import type { Context } from './part';
import { chartPng, chartSvg } from './chart/picture';
import { asPython } from './python';
import type { RowsView } from './views/table_view';

export interface Takeaway {
  panel: HTMLElement;
  /** The chart now shown, or else the first one. */
  chart(): Chart | undefined;
  table: RowsView | undefined;
}

export function takeawayActions({ session }: Context, { panel, chart, table }: Takeaway): Action[] {
  const code = () => asPython(session.declaration, session.values);
  const isOpen = () => session.status.state !== 'locked';
  const hasPicture = () => isOpen() && !!chart()?.view;
  const file = fileName(session.declaration.name || session.declaration.title || 'chart');
  return [
    {
      label: 'Copy as Python',
      isOffered: () => code() !== null,
      act: () => copy(code()!, panel),
    },
    {
      label: 'Copy the table',
      isOffered: () => isOpen() && table !== undefined,
      act: async () => copy(await table!.copyText(), panel),
    },
    {
      label: 'Save picture (SVG)',
      isOffered: hasPicture,
      async act() {
        const svg = await chartSvg(chart()!, panel);
        return save(new Blob([svg], { type: 'image/svg+xml' }), `${file}.svg`);
      },
    },
    {
      label: 'Save picture (PNG)',
      isOffered: hasPicture,
      act: async () => save(await chartPng(chart()!, panel), `${file}.png`),
    },
  ];
}

const fileName = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

async function copy(text: string, panel: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages opened from the file system have no clipboard of their own.
    copyBySelection(text, panel);
  }
  return 'Copied';
}

function copyBySelection(text: string, panel: HTMLElement): void {
  const area = h('textarea', { class: 'clv-aside', tabindex: -1 });
  area.value = text;
  const focused = document.activeElement;
  panel.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  (focused as HTMLElement | null)?.focus?.();
  if (!isCopied) throw new Error('The browser refused the clipboard.');
}
