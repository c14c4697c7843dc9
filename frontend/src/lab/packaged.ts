/** The course as it lies in the built extension (frontend/labextension.mjs puts it there). */
import { PageConfig, URLExt } from '@jupyterlab/coreutils';

export interface CourseSource {
  /** Paths of all files, relative to the course's folder. */
  list(): Promise<string[]>;
  read(file: string): Promise<string>;
}

async function fetchText(file: string): Promise<string> {
  const extensions = PageConfig.getOption('fullLabextensionsUrl');
  const path = ['static', 'course', ...file.split('/')].map(encodeURIComponent);
  const answer = await fetch(URLExt.join(extensions, 'clvwidgets', ...path), { cache: 'no-cache' });
  if (answer.ok) return answer.text();
  throw new Error(
    `The course's file ${file} is missing in the installed extension (${answer.status} ` +
      `${answer.statusText}). Install clvwidgets again: pip install --force-reinstall clvwidgets`,
  );
}

export function packagedCourse(): CourseSource {
  return {
    list: async () => JSON.parse(await fetchText('index.json')).files,
    read: fetchText,
  };
}
