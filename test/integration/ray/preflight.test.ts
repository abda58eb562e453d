import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGcsClient } from '../../../src/main/ray/gcs/client';
import { checkHead, type HeadCheck } from '../../../src/main/ray/preflight';
import { readPythonEnvironment, type PythonEnvironment } from '../../../src/main/ray/python-environment';
import { tokenReader } from '../../../src/main/ray/token-file';
import { environmentWithRay } from '../../support/environment-with-ray';
import { ownPort } from '../../support/own-ports';
import { rayEnvironment } from '../../support/ray-environment';
import { startRayHead, type RayHead } from '../../support/ray-head';

const ours = rayEnvironment().directory;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync('/tmp/rbp-');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = async (directory: string): Promise<PythonEnvironment> => {
  const result = await readPythonEnvironment(directory);
  if (result.type === 'error') throw new Error(result.error.found);
  return result.value;
};

describe('Reading a Python environment', () => {
  it('finds the versions of Python and Ray', async () => {
    expect(await environment(ours)).toEqual({
      directory: ours,
      python: join(ours, 'bin', 'python'),
      pythonVersion: expect.stringMatching(/^3\.\d+\.\d+$/),
      rayVersion: '2.53.0',
    });
  });

  it.each([
    ['a folder that does not exist', () => join(folder, 'nowhere'), 'python-missing'],
    [
      'a folder with a space',
      () => '/Users/me/Library/Application Support/python',
      'python-environment-broken',
    ],
    ['an environment without Ray', () => environmentWithRay(folder, null), 'ray-missing'],
    [
      'an environment whose interpreter is gone',
      () => {
        const directory = join(folder, 'gone');
        mkdirSync(join(directory, 'bin'), { recursive: true });
        writeFileSync(join(directory, 'bin', 'python'), '#!/nowhere/python\n', { mode: 0o755 });
        return directory;
      },
      'python-environment-broken',
    ],
  ])('says of %s what it is', async (_, make, code) => {
    const result = await readPythonEnvironment(make());
    expect(result).toMatchObject({ type: 'error', error: { code } });
  });
});

describe('The check before joining a real head', () => {
  let open: RayHead;
  let closed: RayHead;
  beforeAll(async () => {
    [open, closed] = await Promise.all([
      startRayHead({ dashboard: false }),
      startRayHead({ dashboard: false, token: 'random' }),
    ]);
  });
  afterAll(() => Promise.all([open.stop(), closed.stop()]));

  async function check(address: string, tokenFile: string | null, parts: Partial<HeadCheck> = {}) {
    const gcs = createGcsClient({ address, token: tokenReader(tokenFile) });
    try {
      const python = parts.python ?? (await environment(ours));
      return await checkHead({
        gcs,
        python,
        tokenFile,
        workerEnvironment: {},
        sharesMachine: true,
        deadlineMs: 15_000,
        ...parts,
      });
    } finally {
      gcs.close();
    }
  }
  const wrongToken = () => {
    const file = join(folder, 'wrong-token');
    writeFileSync(file, 'wrong', { mode: 0o600 });
    return file;
  };

  it('passes with and without a token, as the head wants it', async () => {
    expect(await check(open.address, null)).toMatchObject({
      type: 'success',
      value: { rayVersion: '2.53.0' },
    });
    expect(await check(closed.address, closed.tokenFile)).toMatchObject({ type: 'success' });
  });

  it('says that a token is missing, wrong, unreadable, or not wanted', async () => {
    const cases = [
      [closed.address, null, 'token-missing'],
      [closed.address, wrongToken(), 'token-wrong'],
      [closed.address, join(folder, 'no-file'), 'token-file-unreadable'],
      [open.address, closed.tokenFile, 'token-not-wanted'],
    ] as const;
    for (const [address, tokenFile, code] of cases) {
      expect(await check(address, tokenFile)).toMatchObject({ type: 'error', error: { code } });
    }
  });

  it('refuses another Ray, and never starts it', async () => {
    const python = await environment(environmentWithRay(folder, '2.52.0'));
    const result = await check(open.address, null, { python });
    expect(result).toMatchObject({ type: 'error', error: { code: 'ray-version-mismatch' } });
    expect(open.processes().filter(({ command }) => command.includes('ray-2.52.0'))).toEqual([]);
  });

  it('refuses another patch of Python unless the settings allow it', async () => {
    const real = await environment(ours);
    const python = { ...real, pythonVersion: real.pythonVersion.replace(/\d+$/, '99') };
    expect(await check(open.address, null, { python })).toMatchObject({
      error: { code: 'python-version-mismatch' },
    });
    const workerEnvironment = { RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL: 'minor' };
    expect(await check(open.address, null, { python, workerEnvironment })).toMatchObject({ type: 'success' });
  });

  it('says that nothing listens on a wrong port', async () => {
    expect(await check(`127.0.0.1:${await ownPort()}`, null)).toMatchObject({
      error: { code: 'head-refused' },
    });
  });

  it('says that a stopped head is silent', async () => {
    open.signalGcs('SIGSTOP');
    try {
      expect(await check(open.address, null, { deadlineMs: 3_000 })).toMatchObject({
        error: { code: 'head-silent' },
      });
    } finally {
      open.signalGcs('SIGCONT');
    }
  });
});
