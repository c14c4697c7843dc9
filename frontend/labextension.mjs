/**
 * Adds to the built extension what @jupyter/builder does not know of: the course, which JupyterLab
 * serves as static files so that the launcher can copy it, and the licences of what is bundled.
 */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const NOTEBOOKS = '../notebooks';
const TARGET = '../clvwidgets/labextension/static';

/** Notebooks and their licence, as paths with "/" on every system. */
async function courseFiles() {
  const entries = await readdir(NOTEBOOKS, { recursive: true });
  const files = entries
    .map((entry) => entry.replaceAll('\\', '/'))
    .filter((entry) => entry.endsWith('.ipynb') || entry === 'LICENSE')
    .filter((entry) => !entry.includes('.ipynb_checkpoints/'))
    .sort();
  if (files.some((file) => file.endsWith('.ipynb'))) return files;
  throw new Error(`${NOTEBOOKS} holds no notebook, so there is no course for the extension.`);
}

async function addCourse() {
  const files = await courseFiles();
  for (const file of files) {
    const copy = join(TARGET, 'course', file);
    await mkdir(dirname(copy), { recursive: true });
    await cp(join(NOTEBOOKS, file), copy);
  }
  const index = `${JSON.stringify({ files }, null, 2)}\n`;
  await writeFile(join(TARGET, 'course', 'index.json'), index);
}

await addCourse();
await cp('../clvwidgets/static/THIRD_PARTY_LICENCES.txt', join(TARGET, 'THIRD_PARTY_LICENCES.txt'));
