import { readdir, readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';

const STORED = 'virtual:stored-panels';
const PANEL = 'application/vnd.clvwidgets.panel+json';

const parsed = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

/** Every panel that the course and the browser tests hold, by where it stands. */
async function storedPanels(): Promise<[string, unknown][]> {
  const stubs = ['bare', 'grid', 'subscription'].map(
    (name) => `../tests/browser/stub/${name}.json`,
  );
  const found: [string, unknown][] = await Promise.all(
    stubs.map(async (path) => [path, await parsed(path)] as [string, unknown]),
  );
  for (const path of await readdir('../notebooks', { recursive: true })) {
    if (!path.endsWith('.ipynb') || path.includes('.ipynb_checkpoints')) continue;
    const { cells } = await parsed(`../notebooks/${path}`);
    const outputs = cells.flatMap((cell: any) => cell.outputs ?? []);
    const shown = outputs.map((output: any) => output.data?.[PANEL]).filter(Boolean);
    // What a prediction locks is a panel or a chart of its own.
    const panels = shown.flatMap((panel: any) => [panel, panel.values?.panel]).filter(Boolean);
    panels.forEach((panel: unknown, at: number) => found.push([`${path}, panel ${at + 1}`, panel]));
  }
  return found;
}

export default defineConfig({
  plugins: [
    {
      name: 'style sheets and icons as text, as esbuild.mjs has them',
      enforce: 'pre',
      async load(id) {
        if (!/\.(css|svg)$/.test(id)) return null;
        return `export default ${JSON.stringify(await readFile(id, 'utf8'))}`;
      },
    },
    {
      name: 'the stored panels as a module',
      resolveId: (id) => (id === STORED ? `\0${STORED}` : null),
      async load(id) {
        if (id !== `\0${STORED}`) return null;
        return `export default ${JSON.stringify(await storedPanels())}`;
      },
    },
  ],
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
