import { appendFileSync, copyFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SourceFiles, type SourceChange } from '../../../../../src/main/logs/follow/source-files';
import { listLogs } from '../../../../../src/main/logs/sources/list-logs';
import { temporaryFolder } from '../../../../support/temporary-folder';

const folder = temporaryFolder();
let current: string;
let copy: string;
const line = (number: number): string =>
  `[2026-11-21 06:00:00,${String(number).padStart(3, '0')} I 1 1] a.cc:1: ${number}\n`;

let source: SourceFiles;
let lastId = 0;
beforeEach(() => {
  current = join(folder.path, 'raylet.out');
  copy = join(folder.path, 'raylet.out.1');
  source = new SourceFiles('rl', folder.path, () => (lastId += 1));
});
afterEach(() => source.close());

const listed = () => listLogs(folder.path).logs.sort((a, b) => b.rotation - a.rotation);

const reconcile = (logs: ReturnType<typeof listed>, isLast: boolean): SourceChange =>
  source.reconcile(logs, 40, Date.now(), { bytes: 1e6, mostOfOne: 1e6 }, isLast);

/** As a library looks at it. */
function look(): SourceChange {
  source.readOn(Date.now());
  return reconcile(listed(), false);
}

const openedAt = (path: string, { added }: SourceChange) => added.find(({ file }) => file.path === path);

describe('a copy whose number an earlier one had', () => {
  it('goes on where the file ended that it is a copy of', () => {
    writeFileSync(current, line(1));
    look();
    copyFileSync(current, copy);
    // Looked at between the copying and the cutting.
    look();
    truncateSync(current);
    appendFileSync(current, line(2) + line(3));
    expect(openedAt(copy, look())?.continues?.commonBytes).toBe(line(1).length);
    // The file system gives its number to another one.
    const elsewhere = join(folder.path, 'not a log');
    renameSync(copy, elsewhere);
    look();
    for (const file of source.deleted) source.drop(file);

    const second = source.files.find(({ path }) => path === current);
    copyFileSync(current, elsewhere);
    renameSync(elsewhere, copy);
    truncateSync(current);
    appendFileSync(current, line(4));
    expect(openedAt(copy, look())?.continues).toEqual({
      of: second,
      commonBytes: (line(2) + line(3)).length,
    });
  });
});

describe('a file that was cut', () => {
  it('has a copy whose lines keep their keys', () => {
    writeFileSync(current, line(1));
    const [first] = look().added;
    copyFileSync(current, copy);
    truncateSync(current);
    appendFileSync(current, line(2));
    const change = look();
    expect(openedAt(copy, change)?.file.id).toBe(first?.file.id);
    expect(openedAt(current, change)?.file.id).not.toBe(first?.file.id);
  });

  it('is found where as much was written at once, and the kernel’s clock gave it the same time', () => {
    const at = Date.now();
    const written = (text: string): void => {
      truncateSync(current, 0);
      appendFileSync(current, text);
      utimesSync(current, at / 1_000, at / 1_000);
    };
    writeFileSync(current, '');
    written(line(1));
    look();
    source.readOn(at + 3);
    written(line(2));
    expect(source.readOn(at + 500).cut).toHaveLength(1);
  });

  it('and cut again is what was cut last', () => {
    writeFileSync(current, line(1));
    look();
    truncateSync(current);
    appendFileSync(current, line(2) + line(3));
    look();
    const second = source.files[0];
    truncateSync(current);
    appendFileSync(current, line(4));
    expect(openedAt(current, look())?.continues?.of).toBe(second);
  });

  it('is not what a copy is that got its number once it was deleted', () => {
    writeFileSync(current, line(1));
    look();
    truncateSync(current);
    appendFileSync(current, line(2));
    look();
    const cut = join(folder.path, 'not a log');
    renameSync(current, cut);
    writeFileSync(current, line(3));
    look();
    for (const file of source.deleted) source.drop(file);
    const written = source.files.find(({ path }) => path === current);
    copyFileSync(current, cut);
    renameSync(cut, copy);
    truncateSync(current);
    expect(openedAt(copy, look())?.continues).toEqual({ of: written, commonBytes: line(3).length });
  });
});

describe('files that begin with the same lines', () => {
  it('are all there, also where one has no more than these', () => {
    const banner = 'started\n'.repeat(200);
    for (const [name, text] of [
      ['raylet.out.3', banner],
      ['raylet.out.2', `${banner}${line(2)}`],
      ['raylet.out.1', `${banner}${line(3)}`],
      ['raylet.out', `${banner}${line(4)}${line(5)}`],
    ] as const) {
      const before = Date.now();
      writeFileSync(join(folder.path, name), text);
      // Each is younger than the one before, as far as the file system tells.
      while (Date.now() <= before + 10);
    }
    look();
    expect(source.files.map(({ path }) => path.slice(folder.path.length + 1))).toEqual([
      'raylet.out.3',
      'raylet.out.2',
      'raylet.out.1',
      'raylet.out',
    ]);
  });
});

describe('what was renamed while its folder was listed', () => {
  const paths = ({ added }: SourceChange): string[] => added.map(({ file }) => file.path);
  const listedBefore = () => {
    writeFileSync(copy, line(1));
    writeFileSync(current, line(2));
    const logs = listed();
    renameSync(copy, `${current}.2`);
    return logs;
  };

  it('is opened by the next listing, and so is what comes behind it: its lines are placed behind', () => {
    const change = reconcile(listedBefore(), false);
    expect(change).toMatchObject({ isOutdated: true, added: [] });
    expect(paths(reconcile(listed(), false))).toEqual([`${current}.2`, current]);
  });

  it('does not keep the rest from being opened by the last listing of a look', () => {
    const change = reconcile(listedBefore(), true);
    expect(change.isOutdated).toBe(true);
    expect(paths(change)).toEqual([current]);
  });
});
