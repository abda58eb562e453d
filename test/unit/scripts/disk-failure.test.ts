import { zipSync } from 'fflate';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { create } from 'tar';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { diskProblem } from '../../../scripts/disk-failure.mjs';
import { makeStandIn } from '../../../scripts/electron-stand-in.mjs';
import { Problem } from '../../../scripts/problem.mjs';
import { tellFailure } from '../../../scripts/progress.mjs';
import { CommandFailed } from '../../../scripts/run-command.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const failed = (stderr: string, more: object = {}) =>
  new CommandFailed(['tool'], { code: 1, killedBy: null, stdout: '', stderr, ...more });
const fileError = (code: string) => Object.assign(new Error(`${code}: it failed, write '/x'`), { code });
const roomy = () => 1e12;
const full = () => 0;

describe('a full disk', () => {
  it.each([
    ['by the error of a file', fileError('ENOSPC')],
    ['by a quota', fileError('EDQUOT')],
    ['by the words of a bundler', failed("Error: ENOSPC: no space left on device, write '/x/out/main.cjs'")],
    ['by the words of a program', failed('write error: No space left on device')],
    ['by the number of a Python program', failed('OSError: [Errno 28] while writing /x')],
  ])('is known %s', (_, error) => {
    expect(diskProblem(error, 'Building the app', '/x', roomy)).toMatchObject({
      code: 'no-space',
      tried: 'Building the app',
      found: 'the disk is full',
    });
  });

  it('is known by what is left where a program failed without a word', () => {
    expect(diskProblem(failed(''), 'Unpacking', '/x', full)?.code).toBe('no-space');
    expect(diskProblem(failed(''), 'Unpacking', '/x', roomy)).toBeUndefined();
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['another error of a file', fileError('EACCES')],
    ['a program that was called off', failed('', { why: 'cancelled' })],
    ['what is no error', 'ENOSPC'],
  ])('is not %s', (_, error) => {
    expect(diskProblem(error, 'Building', '/x', full)).toBeUndefined();
  });
});

describe('making the stand-in on a full disk', () => {
  /** Stands where pip stands: "downloads" a wheel whose AppImage ends as it is told. */
  async function pipWith(appImage: string): Promise<string> {
    mkdirSync(folder.file('wheel'));
    writeFileSync(folder.file('wheel/App.AppImage'), `#!/bin/sh\n${appImage}\n`);
    await create({ gzip: true, file: folder.file('app.tar.gz'), cwd: folder.file('wheel') }, [
      'App.AppImage',
    ]);
    writeFileSync(
      folder.file('app.whl'),
      zipSync({ 'app/app.tar.gz': new Uint8Array(readFileSync(folder.file('app.tar.gz'))) }),
    );
    const pip = `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\ncp ${folder.file('app.whl')} "$2"\n`;
    writeFileSync(folder.file('python'), pip, { mode: 0o755 });
    return folder.file('python');
  }
  const made = async (appImage: string): Promise<unknown> => {
    const dir = folder.file('electron/linux-x64-22');
    const runtime = { dir, platform: 'linux-x64', version: '22' };
    const python = await pipWith(appImage);
    return makeStandIn(runtime, { python, onProgress: () => undefined }).catch((error: unknown) => error);
  };

  it('is told as that, and leaves nothing half unpacked', async () => {
    const problem = await made('echo "write error: No space left on device" >&2; exit 1');
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      code: 'no-space',
      tried: expect.stringMatching(/^Unpacking Electron 22/),
    });
    expect(readdirSync(folder.file('electron'))).toEqual([]);
  });

  it('is told apart from an archive that does not unpack', async () => {
    expect(await made('echo "not an archive" >&2; exit 1')).toBeInstanceOf(CommandFailed);
  });
});

describe('the end of a script', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('tells a full disk as such wherever it was met, and keeps a bug’s stack', () => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    expect(tellFailure(fileError('ENOSPC'))).toBe(1);
    expect(said.join('')).toMatch(/What failed {2}Writing a file .*\n {2}Why {10}the disk is full/);
    const bug = new TypeError('x is not a function');
    expect(() => tellFailure(bug)).toThrow(bug);
  });
});
