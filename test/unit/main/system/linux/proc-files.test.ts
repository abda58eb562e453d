import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openProcFiles } from '../../../../../src/main/system/linux/proc-files';
import { temporaryFolder } from '../../../../support/temporary-folder';

const folder = temporaryFolder();

/** A /proc with one process. The flags are those of <linux/sched.h>; as read from real ones. */
function procWith({
  flags = 0x40_00_00,
  environ = '',
  cmdline = '',
  state = 'R',
}: {
  flags?: number;
  environ?: string;
  cmdline?: string;
  state?: string;
}) {
  mkdirSync(folder.file('10'));
  const tail = `1 10 10 0 -1 ${flags} 1 0 0 0 7 3 0 0 20 0 1 0 987654 1000 200`;
  writeFileSync(folder.file('10/stat'), `10 (python3) ${state} ${tail}\n`);
  writeFileSync(folder.file('10/environ'), environ);
  writeFileSync(folder.file('10/cmdline'), cmdline);
  return openProcFiles(folder.path);
}

describe('a process that shows no environment', () => {
  it('is in the middle of an exec where it shows no arguments either, and lives', () => {
    const proc = procWith({});
    expect(proc.environment(10)).toBeNull();
    expect(proc.isInExec(10)).toBe(true);
  });

  it.each([
    ['was given none', { cmdline: 'sleep\u000060\u0000' }],
    ['dies', { flags: 0x40_04_0c }],
    ['is a zombie', { state: 'Z' }],
    ['is a thread of the kernel', { flags: 0x20_80_40 }],
  ])('is not where it %s', (_, shown) => {
    expect(procWith(shown).isInExec(10)).toBe(false);
  });

  it('is not where it is gone', () => {
    expect(procWith({}).isInExec(11)).toBe(false);
  });

  it('may have a title written over it', () => {
    expect(procWith({ environ: '\u0000\u0000\u0000', cmdline: 'ray::f\u0000' }).environment(10)).toBeNull();
  });
});

it.runIf(process.platform === 'linux')('reads this very process’s environment', () => {
  const own = readFileSync('/proc/self/environ', 'utf8').split('\0');
  expect(openProcFiles().environment(process.pid)).toEqual(own);
});
