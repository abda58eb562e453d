import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createJsonStore } from '../../../../src/main/settings/json-store';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const schema = z.object({ contribute: z.boolean() });
const store = () =>
  createJsonStore({
    path: folder.file('wish.json'),
    schema,
    fallback: { contribute: false },
    what: 'the wish',
    now: () => Date.UTC(2026, 10, 20, 17, 2),
  });

describe('a piece of state on disk', () => {
  it('is its fallback without a file', async () => {
    expect(await store().read()).toEqual({ value: { contribute: false }, problem: null });
  });

  it('comes back as it was written, readable by the owner alone', async () => {
    await store().write({ contribute: true });
    expect(await store().read()).toEqual({ value: { contribute: true }, problem: null });
    expect((await stat(folder.file('wish.json'))).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{"contribute":', '{"contribute":"yes"}', 'null'])(
    'that is garbled (%j) is kept aside and reported',
    async (text) => {
      await writeFile(folder.file('wish.json'), text);
      const { value, problem } = await store().read();
      expect(value).toEqual({ contribute: false });
      expect(problem).toMatchObject({ code: 'state-corrupt', tried: expect.stringContaining('the wish') });
      const [aside = ''] = await readdir(folder.path);
      expect(aside).toBe('wish.json.corrupt-2026-11-20T17-02-00.000Z');
      expect(await readFile(folder.file(aside), 'utf8')).toBe(text);
    },
  );

  it('can be removed, twice as well', async () => {
    const one = store();
    await one.write({ contribute: true });
    await one.remove();
    await one.remove();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('keeps the order of writes and removals', async () => {
    const one = store();
    await Promise.all([one.write({ contribute: true }), one.remove(), one.write({ contribute: false })]);
    expect(JSON.parse(await readFile(folder.file('wish.json'), 'utf8'))).toEqual({ contribute: false });
  });

  it('that cannot be written says what it was', async () => {
    await writeFile(folder.file('no-folder'), '');
    const one = createJsonStore({
      path: folder.file('no-folder/wish.json'),
      schema,
      fallback: { contribute: false },
      what: 'the wish',
    });
    await expect(one.write({ contribute: true })).rejects.toMatchObject({
      error: { code: 'settings-not-written', tried: expect.stringContaining('the wish') },
    });
  });
});
