/**
 * Builds the bundles that Python ships (../clvwidgets/static) and the modules that
 * @jupyter/builder turns into the JupyterLab extension (lib).
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { licences } from './licences.mjs';

const STATIC = '../clvwidgets/static';

const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  loader: { '.css': 'text', '.svg': 'text' },
  logLevel: 'warning',
};

/** Bundles that need nothing else: they travel to the page through the kernel or in a file. */
async function buildStatic() {
  const { metafile } = await build({
    ...shared,
    entryPoints: {
      bootstrap: 'src/hosts/live/bootstrap.ts',
      panel: 'src/hosts/live/panel_module.ts',
      vega: 'src/vega.ts',
      page: 'src/hosts/page/index.ts',
    },
    outdir: STATIC,
    minify: true,
    legalComments: 'none',
    metafile: true,
  });
  const terms = await licences(metafile);
  await writeFile(`${STATIC}/THIRD_PARTY_LICENCES.txt`, terms);
  await finishPage(terms);
}

/** An exported page is a copy that leaves the package: the licences go with it. */
async function finishPage(terms) {
  const file = `${STATIC}/page.js`;
  const page = `/*!\n${terms.replaceAll('*/', '* /')}*/\n${await readFile(file, 'utf8')}`;
  if (/<\/script|<!--/i.test(page)) {
    throw new Error('page.js holds "</script" or "<!--", which would break an exported page.');
  }
  await writeFile(file, page);
}

/** The extension's own modules; Rspack adds the packages and shares JupyterLab's. */
async function buildLab() {
  await build({
    ...shared,
    entryPoints: ['src/index.ts'],
    outdir: 'lib',
    packages: 'external',
    splitting: true,
    chunkNames: '[name]-[hash]',
  });
}

await Promise.all(['lib', STATIC].map((folder) => rm(folder, { recursive: true, force: true })));
if (process.argv.includes('--clean')) {
  await rm('../clvwidgets/labextension', { recursive: true, force: true });
}
await Promise.all([buildStatic(), buildLab()]);
