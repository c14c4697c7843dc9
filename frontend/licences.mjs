/** Licences of the packages that end up inside a bundle: they must travel with it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Folders of the packages that esbuild's metafile says are inside. */
function folders(metafile) {
  const found = Object.keys(metafile.inputs).map((input) => PACKAGE.exec(input)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

async function text(folder, name, licence) {
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file) return (await readFile(join(folder, file), 'utf8')).trim();
  // Some packages state their licence in package.json alone.
  if (licence) return `Published under the licence ${licence}, without a licence file.`;
  throw new Error(`${name} states no licence, so it must not be put into a bundle.`);
}

/** One text with the licence of every package; packages with the same licence share it. */
export async function licences(metafile) {
  const byText = new Map();
  for (const folder of folders(metafile)) {
    const { name, version, license } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    const terms = await text(folder, name, license);
    byText.set(terms, [...(byText.get(terms) ?? []), `${name} ${version}`]);
  }
  return [...byText]
    .map(([terms, names]) => `${names.join(', ')}\n\n${terms}\n`)
    .join(`\n${'-'.repeat(72)}\n\n`);
}
