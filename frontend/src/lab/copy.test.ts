import { describe, expect, it } from 'vitest';
import { copyCourse, type Store } from './copy';

const FILES = ['0_start/00_start_here.ipynb', '1_worth/01_clv.ipynb', 'LICENSE'];
const source = {
  list: async () => FILES,
  read: async (file: string) => `shipped ${file}`,
};

const trust = async () => {};

/** A contents service on a plain object: text for files, null for folders. */
function disk(entries: Record<string, string | null>) {
  const writes: string[] = [];
  const store = {
    async get(folder: string) {
      if (folder && entries[folder] !== null) throw new Error(`404: ${folder} is no folder`);
      const inside = Object.keys(entries).filter(
        (path) => path.slice(0, Math.max(path.lastIndexOf('/'), 0)) === folder,
      );
      const content = inside.map((path) => ({
        name: path.split('/').at(-1),
        type: entries[path] === null ? 'directory' : 'file',
      }));
      return { content };
    },
    async save(path: string, { type, content }: { type: string; content?: string }) {
      entries[path] = type === 'directory' ? null : content!;
      writes.push(path);
    },
  };
  return { entries, writes, store: store as unknown as Store };
}

describe('copyCourse', () => {
  it('makes a folder with every file of the course', async () => {
    const { entries, store } = disk({ mine: null });
    expect(await copyCourse(store, 'mine', source, trust)).toBe('mine/clv-course');
    for (const file of FILES) expect(entries[`mine/clv-course/${file}`]).toBe(`shipped ${file}`);
  });

  it('trusts the notebooks that it wrote and no other', async () => {
    const mine = { 'clv-course/0_start/00_start_here.ipynb': 'my answers' };
    const { store } = disk({ 'clv-course': null, 'clv-course/0_start': null, ...mine });
    const trusted: string[] = [];
    await copyCourse(store, '', source, async (path) => void trusted.push(path));
    expect(trusted).toEqual(['clv-course/1_worth/01_clv.ipynb']);
  });

  it('copies the course where trusting fails', async () => {
    const { entries, store } = disk({});
    await copyCourse(store, '', source, () => Promise.reject(new Error('403')));
    expect(entries['clv-course/LICENSE']).toBe('shipped LICENSE');
  });

  it('keeps what the person changed and adds what is missing', async () => {
    const changed = { 'clv-course/0_start/00_start_here.ipynb': 'my answers' };
    const { entries, writes, store } = disk({
      'clv-course': null,
      'clv-course/0_start': null,
      ...changed,
    });
    expect(await copyCourse(store, '', source, trust)).toBe('clv-course');
    expect(entries).toMatchObject(changed);
    expect(writes).toEqual([
      'clv-course/1_worth',
      'clv-course/1_worth/01_clv.ipynb',
      'clv-course/LICENSE',
    ]);
  });

  it('writes nothing when the copy is complete', async () => {
    const { store, writes } = disk({});
    await copyCourse(store, '', source, trust);
    writes.length = 0;
    await copyCourse(store, '', source, trust);
    expect(writes).toEqual([]);
  });

  it('takes a free name when the name belongs to something else', async () => {
    const { store } = disk({ 'clv-course': 'a file', 'clv-course-2': null, 'clv-course-2/x': 'y' });
    expect(await copyCourse(store, '', source, trust)).toBe('clv-course-3');
  });

  it.each(['clv-course', 'clv-course/0_start'])(
    'puts no copy inside the copy when the launcher stands in %s',
    async (cwd) => {
      const { store } = disk({});
      await copyCourse(store, '', source, trust);
      expect(await copyCourse(store, cwd, source, trust)).toBe('clv-course');
    },
  );

  it('says where to go when the folder cannot be written to', async () => {
    const { store } = disk({ shared: null });
    store.save = () => Promise.reject(new Error('Permission denied'));
    await expect(copyCourse(store, 'shared', source, trust)).rejects.toThrow(
      /into the folder "shared": Permission denied\. Go to a folder that you can write to/,
    );
  });

  it('says so when the folder is gone', async () => {
    const { store } = disk({});
    await expect(copyCourse(store, 'gone', source, trust)).rejects.toThrow(
      /into the folder "gone": 404: gone is no folder/,
    );
  });

  it('does not blame the folder for a file missing in the package', async () => {
    const { store } = disk({});
    const broken = { ...source, read: () => Promise.reject(new Error('not installed')) };
    await expect(copyCourse(store, '', broken, trust)).rejects.toThrow(/^not installed$/);
  });
});
