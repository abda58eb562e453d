import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGcsClient } from '../../../../src/main/ray/gcs/client';
import { createJsonStore } from '../../../../src/main/settings/json-store';
import { currentSystem } from '../../../../src/main/system/current-system';
import type { ProcessIdentity } from '../../../../src/main/system/process-identity';
import { EarlierRun } from '../../../../src/main/worker/earlier-run';
import { runRecordFileSchema, type RunRecord } from '../../../../src/main/worker/run-record';
import { WorkerRun } from '../../../../src/main/worker/worker-run';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const system = currentSystem();
const label = randomUUID();
let somebody: ChildProcess;
let theirs: ProcessIdentity;

/** Leads a group of its own, as `ray start` does. */
async function somebodyRuns(environment: Record<string, string> = {}): Promise<void> {
  somebody = spawn('sleep', ['600'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  await once(somebody, 'spawn');
  const identity = await system.processIdentity(somebody.pid ?? 0);
  if (identity === null) throw new Error('it does not run');
  theirs = identity;
}
beforeEach(() => somebodyRuns());
afterEach(() => somebody.kill('SIGKILL'));

const lives = (): Promise<boolean> => system.isSameProcess(theirs);

/** A record whose processes had this identity. */
const recordOf = (root: ProcessIdentity, raylet: ProcessIdentity | null): RunRecord => ({
  version: 1,
  label,
  startedAt: 1,
  python: '/env/bin/python',
  headAddress: '127.0.0.1:1',
  rayVersion: '2.53.0',
  tokenFile: null,
  dashboardUrl: null,
  embedded: false,
  logFile: folder.file('ray-start.log'),
  root,
  raylet,
  nodeId: 'ab'.repeat(28),
  joinedAt: 1,
  drain: null,
});

/** What a Raybar that starts makes of the record. */
async function take(record: RunRecord): Promise<{ adopted: boolean; forgotten: boolean }> {
  const store = createJsonStore({
    path: folder.file('worker.json'),
    schema: runRecordFileSchema,
    fallback: null,
  });
  await store.write(record);
  const makeRun = (recorded: RunRecord): WorkerRun =>
    new WorkerRun({
      system,
      gcs: createGcsClient({ address: recorded.headAddress, token: () => Promise.resolve(null) }),
      headGone: () => Promise.resolve(null),
      ambient: {},
      record: recorded,
      keep: () => Promise.resolve(),
      onExit: () => undefined,
      log: () => undefined,
    });
  const earlier = new EarlierRun({ system, store, makeRun, log: () => undefined });
  await earlier.load();
  const run = await earlier.take();
  run?.close();
  return { adopted: run !== null, forgotten: (await store.read()).value === null };
}

const asOf = (startToken: string): ProcessIdentity => ({ ...theirs, startToken });

describe('A worker on record', () => {
  it('is taken over when its raylet is that very process', async () => {
    expect(await take(recordOf(theirs, theirs))).toEqual({ adopted: true, forgotten: false });
    expect(await lives()).toBe(true);
  });

  it('is taken over by its `ray start` while it has no raylet yet', async () => {
    expect(await take(recordOf(theirs, null))).toEqual({ adopted: true, forgotten: false });
  });

  it('is not taken over when its pids went to another process, which is not ended either', async () => {
    const before = asOf('another start');
    expect(await take(recordOf(before, before))).toEqual({ adopted: false, forgotten: true });
    expect(await take(recordOf(before, null))).toEqual({ adopted: false, forgotten: true });
    expect(await lives()).toBe(true);
  });

  it('is ended, not taken over, when only its `ray start` is left', async () => {
    // The next pid alone may be that of a process that another test started in the same moment.
    const ended = { ...theirs, pid: theirs.pid + 1, startToken: 'another start' };
    expect(await take(recordOf(theirs, ended))).toEqual({ adopted: false, forgotten: true });
    expect(await lives()).toBe(false);
  });

  it('is ended where a process of its label is left, whoever has its pids now', async () => {
    const stranger = somebody;
    const strangers = theirs;
    await somebodyRuns({ RAYBAR_JOIN_LABEL: label });
    try {
      const before: ProcessIdentity = { ...strangers, startToken: 'another start' };
      expect(await take(recordOf(before, before))).toEqual({ adopted: false, forgotten: true });
      expect(await lives()).toBe(false);
      expect(await system.isSameProcess(strangers)).toBe(true);
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});
