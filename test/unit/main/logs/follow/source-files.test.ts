import { appendFileSync, copyFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SourceFiles, type SourceChange } from '../../../../../src/main/logs/follow/source-files';
import { listLogs, type ListedLog } from '../../../../../src/main/logs/sources/list-logs';
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

/** As a library looks at it; `ino`: the copy's number as the file system tells it. */
function look(ino?: number): SourceChange {
  source.readOn(Date.now());
  const logs = listLogs(folder.path)
    .logs.sort((a, b) => b.rotation - a.rotation)
    .map((log): ListedLog => {
      if (ino === undefined || log.path !== copy) return log;
      return { ...log, stat: Object.assign(Object.create(log.stat), { ino }) };
    });
  return source.reconcile(logs, 40, Date.now(), { bytes: 1e6, mostOfOne: 1e6 });
}

describe('a copy whose number an earlier one had', () => {
  it('goes on where the file ended that it is a copy of', () => {
    writeFileSync(current, line(1));
    look();
    copyFileSync(current, copy);
    // Looked at between the copying and the cutting.
    look();
    const ino = listLogs(folder.path).logs.find(({ path }) => path === copy)?.stat.ino;
    truncateSync(current);
    appendFileSync(current, line(2) + line(3));
    const first = look().added.find(({ file }) => file.path === copy);
    expect(first?.continues?.commonBytes).toBe(line(1).length);
    rmSync(copy);
    look();
    for (const file of source.deleted) source.drop(file);

    const second = source.files.find(({ path }) => path === current);
    copyFileSync(current, copy);
    truncateSync(current);
    appendFileSync(current, line(4));
    const later = look(ino).added.find(({ file }) => file.path === copy);
    expect(later?.continues).toEqual({ of: second, commonBytes: (line(2) + line(3)).length });
  });
});
