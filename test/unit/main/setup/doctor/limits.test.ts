import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  limitsProbe,
  openFilesFinding,
  parseProcLimits,
  parseUlimit,
} from '../../../../../src/main/setup/doctor/limits';
import { openDarwinShim } from '../../../../support/darwin-shim';
import { temporaryFolder } from '../../../../support/temporary-folder';
import { createRunCommand } from '../../../../../src/main/system/run-command';

const folder = temporaryFolder();
const procLimits = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max processes             95977                unlimited            processes
Max open files            1024                 1048576              files
`;
const noProc = () => Promise.reject(new Error('not on a Mac'));

describe('the limits of the system', () => {
  it('are read from Linux’s table', () => {
    expect(parseProcLimits(procLimits)).toEqual({
      openFiles: 1024,
      openFilesHard: 1_048_576,
      processes: 95_977,
    });
    expect(parseProcLimits('Max open files unlimited unlimited files')).toEqual({
      openFiles: null,
      openFilesHard: null,
      processes: undefined,
    });
    expect(parseProcLimits('')).toBeNull();
  });

  it('are read from a shell’s ulimit', () => {
    expect(parseUlimit('256\nunlimited\n2666\n')).toEqual({
      openFiles: 256,
      openFilesHard: null,
      processes: 2666,
    });
    expect(parseUlimit('unlimited\n')).toMatchObject({ openFiles: null, processes: undefined });
    expect(parseUlimit('sh: ulimit: bad option\n')).toBeNull();
  });

  it('are those of this process, where Linux is asked for real', async () => {
    const [found] = await limitsProbe({
      platform: 'linux',
      run: createRunCommand(),
      readProcLimits: () => readFile('/proc/self/limits', 'utf8'),
    }).find();
    expect(found?.found).toMatch(/^Open files: ([\d,]+|no limit) /);
    expect(found?.status).not.toBe('unavailable');
  });

  it('come from a shell of our own on a Mac, which inherits what the worker will', async () => {
    const shim = await openDarwinShim(folder.file('mac'));
    await shim.answer('sh', { '*': { stdout: '256\nunlimited\n2666\n' } });
    const [found] = await limitsProbe({ platform: 'darwin', run: shim.run, readProcLimits: noProc }).find();
    expect(found).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('Open files: 256 (can be raised to: no limit). Processes: 2,666.'),
      actions: [
        { kind: 'copy', command: 'sudo launchctl limit maxfiles 65536 200000' },
        { kind: 'settings', field: 'worker.cpus' },
      ],
    });
  });

  it('are not known where the shell fails', async () => {
    const shim = await openDarwinShim(folder.file('broken'));
    await shim.answer('sh', { '*': { stderr: 'no', code: 2 } });
    const [found] = await limitsProbe({ platform: 'darwin', run: shim.run, readProcLimits: noProc }).find();
    expect(found?.status).toBe('unavailable');
  });

  it.each([
    [256, 'warning'],
    [4_096, 'warning'],
    [8_191, 'warning'],
    [8_192, 'ok'],
    [null, 'ok'],
  ] as const)('of %s open files are %s by Ray’s own recommendation', (openFiles, status) => {
    const limits = { openFiles, openFilesHard: null, processes: null };
    expect(openFilesFinding(limits, 'linux').status).toBe(status);
  });

  it('name a command of the system that they are of', () => {
    const limits = { openFiles: 256, openFilesHard: null, processes: null };
    expect(openFilesFinding(limits, 'linux').actions).toEqual([{ kind: 'copy', command: 'ulimit -n 65536' }]);
  });
});
