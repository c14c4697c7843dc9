import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';

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
  ],
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
