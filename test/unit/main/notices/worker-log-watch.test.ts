import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WorkerLogWatch } from '../../../../src/main/notices/worker-log-watch';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const err = (pid: number): string => folder.file(`worker-0a1b-01000000-${pid}.err`);

function watchOf() {
  const lines: string[] = [];
  const alive = new Set([7, 8]);
  const watch = new WorkerLogWatch({ onLine: (line) => lines.push(line), isAlive: (pid) => alive.has(pid) });
  return { watch, lines, alive, look: () => watch.look(folder.path) };
}

describe('What the worker’s tasks write', () => {
  it('is told from now on, line by line, in new files from their beginning', async () => {
    writeFileSync(err(7), 'before\n');
    const { lines, look } = watchOf();
    await look();
    appendFileSync(err(7), 'one\ntwo');
    writeFileSync(err(8), 'three\n');
    await look();
    expect(lines).toEqual(['one', 'three']);
    appendFileSync(err(7), ' more\n');
    await look();
    await look();
    expect(lines).toEqual(['one', 'three', 'two more']);
  });

  it('is read once more after its process has ended, and then no more', async () => {
    const { lines, alive, look } = watchOf();
    await look();
    writeFileSync(err(7), 'hello\n');
    await look();
    alive.delete(7);
    appendFileSync(err(7), 'last words\n');
    await look();
    appendFileSync(err(7), 'of another\n');
    await look();
    expect(lines).toEqual(['hello', 'last words']);
  });

  it('is left alone where it is no worker’s, or one that ended long ago', async () => {
    const { lines, look } = watchOf();
    writeFileSync(err(9), 'no\n');
    await look();
    for (const name of ['raylet.err', 'python-core-worker-0a1b_7.log'])
      writeFileSync(folder.file(name), 'no\n');
    appendFileSync(err(9), 'no\n');
    await look();
    expect(lines).toEqual([]);
  });

  it('is told once of a process that came and went between two looks', async () => {
    const { lines, look } = watchOf();
    await look();
    writeFileSync(err(9), 'all that it said\n');
    await look();
    appendFileSync(err(9), 'of another\n');
    await look();
    expect(lines).toEqual(['all that it said']);
  });

  it('is read from its end where it is much, in bounded memory', async () => {
    const { lines, look } = watchOf();
    await look();
    writeFileSync(err(7), `${'x'.repeat(99)}\n`.repeat(10_000));
    appendFileSync(err(7), 'the last\n');
    await look();
    expect(lines.length).toBeLessThan(700);
    expect(lines.at(-1)).toBe('the last');
    appendFileSync(err(7), 'y'.repeat(200_000));
    await look();
    appendFileSync(err(7), '\nafter\n');
    await look();
    expect(lines.at(-1)).toBe('after');
  });

  it('is read again from its beginning when its file was made shorter', async () => {
    const { lines, look } = watchOf();
    await look();
    writeFileSync(err(7), 'a long first line\n');
    await look();
    truncateSync(err(7));
    appendFileSync(err(7), 'anew\n');
    await look();
    expect(lines).toEqual(['a long first line', 'anew']);
  });

  it('may be gone with its folder', async () => {
    const { watch, lines, look } = watchOf();
    await look();
    rmSync(folder.path, { recursive: true });
    await look();
    await watch.look(null);
    expect(lines).toEqual([]);
  });
});
