/**
 * Builds the script of an exported page three times into a folder, for cost_of_a_step.py: with
 * expressions compiled into scripts, with Vega's own interpreter, and as the package ships it.
 * The first two are only for measuring. Usage: node variants.mjs FOLDER
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const FRONTEND = fileURLToPath(new URL('../../frontend/', import.meta.url));
const { build } = createRequire(`${FRONTEND}package.json`)('esbuild');

/** Other contents for the one module whose path ends so. */
function instead(ending, change) {
  return {
    name: `instead of ${ending}`,
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`${ending}$`) }, async ({ path }) => {
        const contents = change(await readFile(path, 'utf8'));
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}

function withCompiled(text) {
  const [parsed, given] = [/ast: true/g, /, expr: interpreter/g];
  if (text.match(parsed)?.length !== 2 || text.match(given)?.length !== 2) {
    throw new Error('frontend/src/vega.ts reads otherwise than this benchmark knows it.');
  }
  return text.replace(parsed, 'ast: false').replace(given, '');
}

const VARIANTS = {
  compiled: [instead('src/vega\\.ts', withCompiled)],
  vega: [
    instead(
      'src/vega/interpreter\\.ts',
      () => "export { expressionInterpreter as interpreter } from 'vega-interpreter';",
    ),
  ],
  ours: [],
};

const [folder] = process.argv.slice(2);
for (const [name, plugins] of Object.entries(VARIANTS)) {
  await build({
    absWorkingDir: FRONTEND,
    entryPoints: { [name]: 'src/hosts/page/index.ts' },
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.css': 'text', '.svg': 'text' },
    minify: true,
    legalComments: 'none',
    plugins,
  });
}
