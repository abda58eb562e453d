import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDeadAddress } from '../../support/dead-address';
import { environmentWithRay } from '../../support/environment-with-ray';
import { ownPort } from '../../support/own-ports';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { startTestCore, type TestCore, type TestCoreOptions } from '../../support/test-core';

let head: RayHead;
let core: TestCore | null = null;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync('/tmp/rbt-');
  head = await startRayHead({ token: 'random', dashboard: false });
});
afterEach(async () => {
  await core?.stop();
  core = null;
});
afterAll(async () => {
  await head.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Wants to contribute, and answers with the error that comes of it. Nothing may have been started. */
async function refused(options: TestCoreOptions): Promise<{ code: string; kind: string; started: boolean }> {
  core = await startTestCore(options);
  await core.core.handlers.on(undefined);
  const { worker } = await core.shows('a refusal', (snapshot) =>
    ['failed', 'backoff'].includes(snapshot.worker.kind),
  );
  if (worker.kind !== 'failed' && worker.kind !== 'backoff') throw new Error(worker.kind);
  expect(worker.error.fixes.length).toBeGreaterThan(0);
  return { code: worker.error.code, kind: worker.kind, started: core.log().includes('ray start runs') };
}

describe('A worker is not started', () => {
  it('when nothing listens on the port, and the head is asked again by itself', async () => {
    const address = `127.0.0.1:${await ownPort()}`;
    expect(await refused({ head: { address, tokenFile: null } })).toEqual({
      code: 'head-refused',
      kind: 'backoff',
      started: false,
    });
  });

  it('when the head is there but does not answer', async () => {
    head.signalGcs('SIGSTOP');
    try {
      expect(await refused({ head })).toEqual({ code: 'head-silent', kind: 'backoff', started: false });
    } finally {
      head.signalGcs('SIGCONT');
    }
  });

  it('when nothing at all comes back from the head’s address', async () => {
    const dead = await openDeadAddress();
    try {
      const found = await refused({ head: { address: dead.address, tokenFile: null } });
      expect(found).toEqual({ code: 'head-unreachable', kind: 'backoff', started: false });
    } finally {
      await dead.stop();
    }
  });

  it('when the head’s name is not known', async () => {
    const found = await refused({ head: { address: 'no-such-head.invalid:6379', tokenFile: null } });
    expect(found).toEqual({ code: 'head-name-unknown', kind: 'backoff', started: false });
  });

  it('without the cluster’s token, or with a wrong one', async () => {
    const without = await refused({ head: { address: head.address, tokenFile: null } });
    expect(without).toEqual({ code: 'token-missing', kind: 'failed', started: false });
    await core?.stop();
    const tokenFile = `${directory}/wrong`;
    writeFileSync(tokenFile, 'f'.repeat(64), { mode: 0o600 });
    const wrong = await refused({ head: { address: head.address, tokenFile } });
    expect(wrong).toEqual({ code: 'token-wrong', kind: 'failed', started: false });
  });

  it('with another Ray than the head’s, which it could crash', async () => {
    const settings: [string, unknown][] = [
      ['worker.pythonEnvironment', environmentWithRay(directory, '2.52.0')],
    ];
    expect(await refused({ head, settings })).toEqual({
      code: 'ray-version-mismatch',
      kind: 'failed',
      started: false,
    });
  });

  it('from a Python environment without Ray', async () => {
    const settings: [string, unknown][] = [['worker.pythonEnvironment', directory]];
    const found = await refused({ head, settings });
    expect(found).toMatchObject({ kind: 'failed', started: false });
    expect(found.code).toMatch(/^python-|^ray-missing/);
  });
});

describe('Bad settings', () => {
  it('are refused by the field’s name, and none of them is applied', async () => {
    core = await startTestCore({ head });
    const before = await core.core.handlers.settingsGet(undefined);
    const problems = await core.core.handlers.settingsSet([
      ['worker.cpus', 3],
      ['worker.resources', { CPU: 4 }],
      ['cluster.headAddress', 'http://head'],
    ]);
    expect(problems.map((problem) => problem.field)).toEqual(expect.arrayContaining(['cluster.headAddress']));
    expect(problems.some((problem) => problem.field.startsWith('worker.resources'))).toBe(true);
    expect(await core.core.handlers.settingsGet(undefined)).toEqual(before);
  });
});
