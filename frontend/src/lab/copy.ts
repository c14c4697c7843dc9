/** Copies the course to where the person can write, and never over the person's own changes. */
import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { CourseSource } from './packaged';

const NAME = 'clv-course';

export type Store = Pick<Contents.IManager, 'get' | 'save'>;
/** Tells the server that a notebook is trusted. */
export type Trust = (path: string) => Promise<void>;
type Kinds = Map<string, Contents.ContentType>;

/** What copying needs of the contents service; a refusal says which folder to change. */
class Disk {
  constructor(
    private readonly store: Store,
    private readonly target: string,
  ) {}

  /** Names in a folder with what they are. Asking for a file that is not there would be an error. */
  async list(folder: string): Promise<Kinds> {
    const wanted = this.store.get(folder, { type: 'directory', content: true });
    const { content } = await wanted.catch(this.refuse);
    return new Map((content as Contents.IModel[]).map(({ name, type }) => [name, type]));
  }

  async makeFolder(path: string): Promise<void> {
    await this.store.save(path, { type: 'directory' }).catch(this.refuse);
  }

  /** Writes text as it is, so that each file is byte by byte the one that was shipped. */
  async write(path: string, content: string): Promise<void> {
    await this.store.save(path, { type: 'file', format: 'text', content }).catch(this.refuse);
  }

  private readonly refuse = (problem: unknown): never => {
    const reason = problem instanceof Error ? problem.message : String(problem);
    throw new Error(
      `The course could not be copied into the folder "${this.target || '/'}": ${reason}. ` +
        'Go to a folder that you can write to, open a new launcher there and try again.',
    );
  };
}

function parent(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** All folders of these files, each before the folders inside it. */
function foldersOf(files: string[]): string[] {
  const found = new Set<string>();
  for (const file of files) {
    for (let folder = parent(file); folder; folder = parent(folder)) found.add(folder);
  }
  return [...found].sort();
}

/** Whether a folder with these names is a copy of the course: it has one of the chapters. */
function holdsCourse(names: Kinds, files: string[]): boolean {
  const top = (folder: string) => !folder.includes('/');
  return foldersOf(files)
    .filter(top)
    .some((chapter) => names.get(chapter) === 'directory');
}

/** The copy around `cwd` or inside it, else a new folder under a free name. */
async function findFolder(disk: Disk, cwd: string, files: string[]): Promise<string> {
  const names = await disk.list(cwd);
  if (holdsCourse(names, files)) return cwd;
  // The launcher may have been opened in a chapter.
  if (cwd && holdsCourse(await disk.list(parent(cwd)), files)) return parent(cwd);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? NAME : `${NAME}-${number}`;
    const folder = PathExt.join(cwd, name);
    if (!names.has(name)) {
      await disk.makeFolder(folder);
      return folder;
    }
    if (names.get(name) !== 'directory') continue;
    const inside = await disk.list(folder);
    if (inside.size === 0 || holdsCourse(inside, files)) return folder;
  }
}

/** Adds the files that the folder does not have, and returns their paths. */
async function addMissing(
  disk: Disk,
  root: string,
  source: CourseSource,
  files: string[],
): Promise<string[]> {
  const known = new Map([['', await disk.list(root)]]);
  const has = (path: string) => known.get(parent(path))?.has(PathExt.basename(path)) ?? false;
  for (const folder of foldersOf(files)) {
    const path = PathExt.join(root, folder);
    if (has(folder)) known.set(folder, await disk.list(path));
    else await disk.makeFolder(path);
  }
  const missing = files.filter((file) => !has(file));
  for (const file of missing) {
    await disk.write(PathExt.join(root, file), await source.read(file));
  }
  return missing.map((file) => PathExt.join(root, file));
}

/** Puts a copy of the course into `cwd`, or completes the one there, and returns its folder. */
export async function copyCourse(
  store: Store,
  cwd: string,
  source: CourseSource,
  trust: Trust,
): Promise<string> {
  const files = await source.list();
  const disk = new Disk(store, cwd);
  const folder = await findFolder(disk, cwd, files);
  const added = await addMissing(disk, folder, source, files);
  const notebooks = added.filter((path) => path.endsWith('.ipynb'));
  // What we wrote ourselves is alive at once; without trust it shows pictures until a person trusts.
  await Promise.all(notebooks.map((path) => trust(path).catch(() => undefined)));
  return folder;
}
