import fs, { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSettingsStore, parseSettingsFile } from '../../../../src/main/settings/settings-store';
import { defaultSettings, type Settings } from '../../../../src/shared/settings';
import { temporaryFolder } from '../../../support/temporary-folder';

const now = () => Date.UTC(2026, 10, 20, 17, 2);
const joining: Settings = {
  ...defaultSettings,
  cluster: { kind: 'address', headAddress: '10.0.0.5:6379', dashboardAddress: null, tokenFile: null },
};
const folder = temporaryFolder();
const store = () => createSettingsStore({ file: folder.file('settings.json'), now });
const isRoot = process.getuid?.() === 0;

describe('settings on disk', () => {
  it('are the defaults on the first start of all, which is told', async () => {
    expect(await store().load()).toEqual({ settings: defaultSettings, problem: null, cleanStart: true });
  });

  it('come back as they were saved', async () => {
    await store().save(joining);
    expect(await store().load()).toEqual({ settings: joining, problem: null, cleanStart: false });
  });

  it('are readable by the owner alone, and leave no temporary file', async () => {
    await store().save(joining);
    expect((await stat(folder.file('settings.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['settings.json']);
  });

  it('make their folder, closed to others', async () => {
    await createSettingsStore({ file: folder.file('new/settings.json') }).save(joining);
    expect((await stat(folder.file('new'))).mode & 0o777).toBe(0o700);
  });

  it('stay behind a link of the owner', async () => {
    await mkdir(folder.file('dotfiles'));
    await writeFile(folder.file('dotfiles/raybar.json'), JSON.stringify(defaultSettings));
    await symlink(folder.file('dotfiles/raybar.json'), folder.file('settings.json'));
    await store().save(joining);
    expect(JSON.parse(await readFile(folder.file('dotfiles/raybar.json'), 'utf8'))).toEqual(joining);
  });

  it('end as the last of many saves', async () => {
    const one = store();
    const deadlines = [15_000, 20_000, 25_000, 30_000];
    await Promise.all(deadlines.map((deadlineMs) => one.save({ ...joining, drain: { deadlineMs } })));
    expect((await store().load()).settings.drain.deadlineMs).toBe(30_000);
  });

  it('replace what a crash left of an earlier save', async () => {
    await writeFile(folder.file('settings.json.tmp'), '{"vers');
    await store().save(joining);
    expect(await readdir(folder.path)).toEqual(['settings.json']);
  });
});

describe('a settings file that cannot be used', () => {
  const kept = 'settings.json.corrupt-2026-11-20T17-02-00.000Z';

  it.each([
    ['cut off', JSON.stringify(joining).slice(0, 80), 'not JSON'],
    ['empty', '', 'not JSON'],
    ['of no version', '{"cluster":{"kind":"embedded"}}', 'names no version'],
    ['of a wrong field', JSON.stringify({ ...joining, quit: 'maybe' }), 'quit: expected "ask"'],
    [
      'of a variable that Raybar sets itself',
      JSON.stringify({
        ...joining,
        worker: { ...joining.worker, environment: { RAY_AUTH_TOKEN: 'secret' } },
      }),
      'worker.environment.RAY_AUTH_TOKEN: RAY_AUTH_TOKEN can’t be set here',
    ],
    ['of an unknown field', JSON.stringify({ ...joining, extra: 1 }), 'has no field "extra"'],
  ])('because it is %s is kept aside, reported, and joins nothing', async (_why, text, found) => {
    await writeFile(folder.file('settings.json'), text);
    const { settings, problem, cleanStart } = await store().load();
    expect(settings).toEqual(defaultSettings);
    expect(cleanStart).toBe(false);
    expect(problem?.code).toBe('settings-corrupt');
    expect(problem?.found).toContain(found);
    expect(problem?.found).toContain(kept);
    expect(await readFile(folder.file(kept), 'utf8')).toBe(text);
  });

  it('is not kept over an earlier one', async () => {
    await writeFile(folder.file(kept), 'the first');
    await writeFile(folder.file('settings.json'), 'the second');
    await store().load();
    expect(await readFile(folder.file(kept), 'utf8')).toBe('the first');
    expect(await readFile(folder.file(`${kept}-2`), 'utf8')).toBe('the second');
  });

  it('of a newer Raybar stays where it is, and is kept aside before the first save', async () => {
    const newer = JSON.stringify({ ...joining, version: 99 });
    await writeFile(folder.file('settings.json'), newer);
    const older = store();
    const { settings, problem } = await older.load();
    expect(settings).toEqual(defaultSettings);
    expect(problem?.found).toContain('version 99');
    expect(problem?.fixes[0]).toContain('newer Raybar');
    expect(await readFile(folder.file('settings.json'), 'utf8')).toBe(newer);

    await older.save(joining);
    expect(await readFile(folder.file('settings.json.newer-2026-11-20T17-02-00.000Z'), 'utf8')).toBe(newer);
    expect((await store().load()).settings).toEqual(joining);
  });

  it('because it is a folder is kept aside, too', async () => {
    await mkdir(folder.file('settings.json'));
    const { problem } = await store().load();
    expect(problem?.code).toBe('settings-corrupt');
    expect((await readdir(folder.path)).some((name) => name.startsWith('settings.json.unreadable-'))).toBe(
      true,
    );
  });

  it.skipIf(isRoot)('because it may not be read is kept aside, too', async () => {
    await writeFile(folder.file('settings.json'), JSON.stringify(joining));
    await chmod(folder.file('settings.json'), 0);
    expect((await store().load()).problem?.code).toBe('settings-corrupt');
  });

  it('never throws, and never joins, whatever bytes it holds', () => {
    const whole = JSON.stringify(joining);
    const cutOff = fc.integer({ min: 0, max: whole.length - 1 }).map((length) => whole.slice(0, length));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json({ maxDepth: 2 }), cutOff), (text) => {
        const parsed = parseSettingsFile(text);
        expect(parsed.type).toBe('unusable');
      }),
    );
  });

  it('never passes a changed byte on as settings that the schema refuses', () => {
    const whole = JSON.stringify(joining);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), (at, other) => {
        const parsed = parseSettingsFile(whole.slice(0, at) + other + whole.slice(at + 1));
        if (parsed.type !== 'success') return;
        // What passes differs from the original within a value that another owner could have set.
        expect(parseSettingsFile(JSON.stringify(parsed.settings))).toEqual(parsed);
      }),
    );
  });
});

describe('a save that fails', () => {
  const fullDisk = {
    open: async (...args: Parameters<typeof fs.open>) => {
      const handle = await fs.open(...args);
      const writeFileFull = async () => {
        await handle.write('{"vers');
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      return Object.assign(handle, { writeFile: writeFileFull });
    },
  };

  it('because the disk is full says so, and leaves the old file and nothing else', async () => {
    await store().save(joining);
    const full = createSettingsStore({ file: folder.file('settings.json'), opener: fullDisk });
    await expect(full.save(defaultSettings)).rejects.toMatchObject({ error: { code: 'disk-full' } });
    expect(await readdir(folder.path)).toEqual(['settings.json']);
    expect((await store().load()).settings).toEqual(joining);
  });

  it('does not keep the next one from happening', async () => {
    let full = true;
    const opener = { open: (...args: Parameters<typeof fs.open>) => (full ? fullDisk : fs).open(...args) };
    const one = createSettingsStore({ file: folder.file('settings.json'), opener });
    await expect(one.save(defaultSettings)).rejects.toThrow('disk-full');
    full = false;
    await one.save(joining);
    expect((await store().load()).settings).toEqual(joining);
  });

  it('because the folder is a file says which', async () => {
    await writeFile(folder.file('no-folder'), '');
    const saving = createSettingsStore({ file: folder.file('no-folder/settings.json') }).save(joining);
    await expect(saving).rejects.toMatchObject({ error: { code: 'settings-not-written' } });
  });

  it('because the settings themselves are wrong writes nothing', async () => {
    const wrong = { ...joining, drain: { deadlineMs: 3 } };
    await expect(store().save(wrong)).rejects.toMatchObject({ error: { code: 'settings-invalid' } });
    expect(await readdir(folder.path)).toEqual([]);
  });
});
