import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { EmbeddedHead } from '../../../../src/main/ray/embedded-head';
import { joinLabelVariable } from '../../../../src/main/ray/join-label';
import { createJsonStore } from '../../../../src/main/settings/json-store';
import { currentSystem } from '../../../../src/main/system/current-system';
import type { ProcessExit } from '../../../../src/main/system/spawn-detached';
import type { ProcessIdentity } from '../../../../src/main/system/process-identity';
import type { System } from '../../../../src/main/system/system';
import { EmbeddedCluster } from '../../../../src/main/worker/embedded-cluster';
import { headRecordFileSchema } from '../../../../src/main/worker/embedded-record';
import { temporaryFolder } from '../../../support/temporary-folder';
import { waitFor } from '../../../support/wait-for';

const folder = temporaryFolder();

interface HeadProcess extends ProcessIdentity {
  end(exit: ProcessExit): void;
}

/** Heads of one process each, which never answer, and end when they are asked to. */
class Heads {
  readonly running = new Map<string, HeadProcess>();
  /** The labels of those that were started, in order. */
  readonly started: string[] = [];
  private nextPid = 1_000;
  /** How long the first look for a label's processes takes, in ms. */
  readonly slowLooks = new Map<string, number>();

  begin(label: string): ProcessIdentity & { exited: Promise<ProcessExit> } {
    const pid = this.nextPid++;
    const identity = { pid, startToken: label, pgid: pid };
    const exited = new Promise<ProcessExit>((end) => this.running.set(label, { ...identity, end }));
    return { ...identity, exited };
  }

  private find(pid: number): [string, HeadProcess] | undefined {
    return [...this.running].find(([, process]) => process.pid === pid);
  }

  private end(pid: number, signal: NodeJS.Signals): 'signalled' | 'gone' {
    const [label, process] = this.find(pid) ?? [];
    if (label === undefined || process === undefined) return 'gone';
    this.running.delete(label);
    process.end({ code: null, signal });
    return 'signalled';
  }

  readonly system: System = {
    ...currentSystem(),
    listProcesses: async () => [],
    processIdentity: async (pid) => this.find(pid)?.[1] ?? null,
    isSameProcess: async ({ pid, startToken }) => this.find(pid)?.[1].startToken === startToken,
    startedWith: async (assignment) => {
      const label = assignment.slice(joinLabelVariable.length + 1);
      const slowMs = this.slowLooks.get(label);
      this.slowLooks.delete(label);
      if (slowMs !== undefined) await delay(slowMs);
      const process = this.running.get(label);
      return process ? [process.pid] : [];
    },
    signalGroup: async ({ pid }, signal) => this.end(pid, signal),
    signalProcess: async ({ pid }, signal) => this.end(pid, signal),
    spawnDetached: async ({ env }) => {
      const label = env[joinLabelVariable] ?? '';
      const head = this.begin(label);
      this.started.push(label);
      return head;
    },
    routeAddress: async () => '127.0.0.1',
  };
}

const python = {
  directory: '/nowhere',
  python: '/nowhere/python',
  pythonVersion: '3.11.7',
  rayVersion: '2.53.0',
};

function clusterOf(heads: Heads) {
  const file = folder.file('embedded-head.json');
  const store = createJsonStore({ path: file, schema: headRecordFileSchema, fallback: null });
  const cluster = new EmbeddedCluster({
    system: heads.system,
    store,
    directory: folder.path,
    logDirectory: folder.path,
    temporaryRoot: folder.path,
    machine: { platform: 'linux', appleSilicon: false, cpuCount: 2, memoryBytes: 2 ** 33 },
    ambient: {},
    log: () => undefined,
    now: () => 1,
  });
  const onDisk = (): string | null =>
    headRecordFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))?.head.label ?? null;
  return { cluster, store, onDisk };
}

/** A head of an earlier Raybar; nobody listens at its address. */
const earlier = (label: string): EmbeddedHead => ({
  headAddress: '127.0.0.1:1',
  nodeIpAddress: '127.0.0.1',
  gcsPort: 1,
  dashboardPort: 2,
  dashboardUrl: 'http://127.0.0.1:2',
  agentListenPort: 3,
  clientServerPort: 4,
  temporaryDirectory: folder.file('earlier/r'),
  tokenFile: folder.file('token'),
  label,
});

/** A cluster that found a head of an earlier Raybar; it still runs or not. */
async function clusterWithEarlier(heads: Heads, runs: boolean) {
  const label = randomUUID();
  const { exited: _, ...root } = heads.begin(label);
  if (!runs) heads.running.clear();
  const made = clusterOf(heads);
  const head = earlier(label);
  await made.store.write({ version: 1, startedAt: 1, logFile: folder.file('log'), root, head });
  await made.cluster.load();
  return { ...made, label };
}

/** Resolves when so many heads were started; rejects with a start that failed before. */
const startedInAll = (heads: Heads, count: number, start: Promise<EmbeddedHead>): Promise<unknown> =>
  Promise.race([start, waitFor(`${count} starts`, () => heads.started.length === count, { everyMs: 5 })]);

/** Calls a start off, and waits until it has ended what it began. */
async function callOff(wish: AbortController, start: Promise<EmbeddedHead>): Promise<void> {
  wish.abort();
  await expect(start).rejects.toMatchObject({ error: { code: 'embedded-head-failed' } });
}

describe('The embedded head', () => {
  it('stays on record though the end of the one before it was still under way when it was asked for', async () => {
    const heads = new Heads();
    const { cluster, label, onDisk } = await clusterWithEarlier(heads, false);
    heads.slowLooks.set(label, 200);
    const ended = cluster.stop();
    const wish = new AbortController();
    const start = cluster.ensure(python, wish.signal);
    await ended;
    await startedInAll(heads, 1, start);
    expect(cluster.head?.label).toBe(heads.started[0]);
    await waitFor('its record', () => onDisk() === heads.started[0]);
    await callOff(wish, start);
    expect([...heads.running.keys()]).toEqual([]);
  });

  it('is started anew for who asks after a start was called off, once that has ended what it began', async () => {
    const heads = new Heads();
    const { cluster } = clusterOf(heads);
    const first = new AbortController();
    const calledOff = cluster.ensure(python, first.signal);
    await startedInAll(heads, 1, calledOff);
    first.abort();
    const second = new AbortController();
    const start = cluster.ensure(python, second.signal);
    await callOff(first, calledOff);
    await startedInAll(heads, 2, start);
    expect([...heads.running.keys()]).toEqual([heads.started[1]]);
    expect(cluster.head?.label).toBe(heads.started[1]);
    await callOff(second, start);
  });

  it('is started once for all who ask meanwhile', async () => {
    const heads = new Heads();
    const { cluster } = clusterOf(heads);
    const wish = new AbortController();
    const start = cluster.ensure(python, wish.signal);
    const meanwhile = cluster.ensure(python, new AbortController().signal);
    await startedInAll(heads, 1, start);
    await Promise.all([callOff(wish, start), callOff(wish, meanwhile)]);
    expect(heads.started).toHaveLength(1);
  });

  it('is not started at all for a wish that was called off before its turn came', async () => {
    const heads = new Heads();
    const { cluster, label } = await clusterWithEarlier(heads, false);
    heads.slowLooks.set(label, 50);
    const ended = cluster.stop();
    const wish = new AbortController();
    await callOff(wish, cluster.ensure(python, wish.signal));
    await ended;
    expect(heads.started).toEqual([]);
    expect(cluster.head).toBeNull();
  });

  it('that runs is not ended because the wait for its answer was called off', async () => {
    const heads = new Heads();
    const { cluster, label } = await clusterWithEarlier(heads, true);
    const wish = new AbortController();
    await callOff(wish, cluster.ensure(python, wish.signal));
    expect([...heads.running.keys()]).toEqual([label]);
    expect(cluster.head?.label).toBe(label);
    await cluster.stop();
    expect([...heads.running.keys()]).toEqual([]);
    expect(cluster.head).toBeNull();
  });
});
