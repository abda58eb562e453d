import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createGcsClient } from '../../../../src/main/ray/gcs/client';
import type { GcsClient, NodeRecord } from '../../../../src/main/ray/gcs/contract';
import { currentSystem } from '../../../../src/main/system/current-system';
import { freePort } from '../../../../src/main/system/free-port';
import type { ProcessIdentity } from '../../../../src/main/system/process-identity';
import type { ProcessRow } from '../../../../src/main/system/process-row';
import type { Observation } from '../../../../src/main/worker/machine/events';
import { RunLook, type RunLookOptions } from '../../../../src/main/worker/run-look';
import type { RunRecord } from '../../../../src/main/worker/run-record';

const system = currentSystem();
let gcs: GcsClient;
beforeEach(async () => {
  gcs = await headThatWent();
});
afterEach(() => gcs.close());

/** This very process stands for a `ray start` that has no raylet yet. */
async function starting(
  parts: Partial<RunRecord> = {},
  options: Partial<RunLookOptions> = {},
): Promise<RunLook> {
  const own = await system.processIdentity(process.pid);
  // Not this process's real group: other tests' processes are in it, also those that are called as a raylet is.
  const root = own && { ...own, pgid: own.pid };
  const record: RunRecord = {
    version: 1,
    label: randomUUID(),
    startedAt: 1,
    python: '/env/bin/python',
    headAddress: gcs.address,
    rayVersion: '2.53.0',
    tokenFile: null,
    dashboardUrl: null,
    embedded: false,
    logFile: '/nowhere',
    root,
    raylet: null,
    nodeId: null,
    joinedAt: null,
    drain: null,
    ...parts,
  };
  return new RunLook({
    system,
    gcs,
    headGone: () => Promise.resolve(null),
    record: () => record,
    found: () => Promise.resolve(),
    ...options,
  });
}

/** Nobody listens there: the head has gone since it was asked last. */
async function headThatWent(): Promise<GcsClient> {
  const address = `127.0.0.1:${await freePort({ host: '127.0.0.1' })}`;
  const client = createGcsClient({ address, token: () => Promise.resolve(null) });
  // However long a busy machine takes to refuse: a probe's own limit would tell of a head that is silent.
  return { ...client, checkAlive: (nodeIds) => client.checkAlive(nodeIds, 30_000) };
}

const refused: Partial<Observation> = {
  head: { kind: 'missed', error: expect.objectContaining({ code: 'head-refused' }) },
};

describe('A look at a worker that joins', () => {
  it('notices that the head went before there is a raylet, and does not ask again at once', async () => {
    // What the first look takes counts as well: here it takes no time.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const look = await starting();
    try {
      expect(await look.look('joining')).toMatchObject({ raylet: 'starting', ...refused });
      // Looks come ten times a second there; probes don't.
      expect(await look.look('joining')).toMatchObject({ raylet: 'starting', head: { kind: 'unasked' } });
    } finally {
      look.close();
    }
  });

  it('tells from one listing whether `ray start` runs, and which process its raylet is', async () => {
    const root = { pid: 4_000_100, ppid: 1, pgid: 4_000_100, startToken: 'root', command: 'ray start' };
    const raylet = {
      pid: 4_000_102,
      ppid: root.pid,
      pgid: 4_000_102,
      startToken: 'raylet',
      command: '/env/ray/core/src/ray/raylet/raylet --node_id=1',
    };
    const listings: ProcessRow[][] = [[{ ...root, startToken: 'another start' }], [root], [root, raylet]];
    const found: ProcessIdentity[] = [];
    const refuse = () => Promise.reject(new Error('asked for what the listing tells'));
    const look = await starting(
      { root: { pid: root.pid, pgid: root.pgid, startToken: root.startToken } },
      {
        system: {
          ...system,
          listProcesses: () => Promise.resolve(listings.shift() ?? []),
          processIdentity: refuse,
          isSameProcess: refuse,
        },
        found: async (identity) => void found.push(identity),
      },
    );
    try {
      expect(await look.look('joining')).toMatchObject({ raylet: 'gone' });
      expect(await look.look('joining')).toMatchObject({ raylet: 'starting' });
      expect(found).toEqual([]);
      expect(await look.look('joining')).toMatchObject({ raylet: 'alive' });
      expect(found).toEqual([{ pid: raylet.pid, pgid: raylet.pgid, startToken: raylet.startToken }]);
      expect(listings).toEqual([]);
    } finally {
      look.close();
    }
  });

  it('asks the head why a node is dead whose raylet is gone, and can do without the answer', async () => {
    const message = 'health check failed due to missing too many heartbeats';
    const answering = gcs;
    const nodeId = 'ab'.repeat(28);
    const dead: NodeRecord = {
      nodeId,
      address: '10.0.0.7',
      hostname: 'mac',
      rayletPort: 1,
      state: 'DEAD',
      isHead: false,
      draining: false,
      idleDurationMs: 0,
      activity: [],
      labels: {},
      resourcesTotal: {},
      startedAt: 1,
      death: { reason: 'unexpected-termination', message },
    };
    const nodes = [() => Promise.resolve(dead), () => Promise.reject(new Error('no answer'))];
    gcs = {
      ...answering,
      checkAlive: () => Promise.resolve({ rayVersion: '2.53.0', alive: [false] }),
      node: () => nodes.shift()?.() ?? Promise.resolve(null),
    };
    const ended = { pid: process.pid, pgid: process.pid, startToken: 'another start' };
    const look = await starting({ raylet: ended, nodeId });
    try {
      const first = await look.look('contributing');
      expect(first.head).toEqual({ kind: 'answers', node: { nodeId, alive: false, death: message } });
      const second = await look.look('contributing');
      expect(second.head).toEqual({ kind: 'answers', node: { nodeId, alive: false } });
    } finally {
      look.close();
    }
  });

  it('asks in the very look that finds the raylet gone, so that a crash is told from a head that went', async () => {
    const ended = { pid: process.pid, pgid: process.pid, startToken: 'another start' };
    const look = await starting({ raylet: ended, nodeId: 'ab'.repeat(28) });
    try {
      expect(await look.look('contributing')).toMatchObject({ raylet: 'gone', ...refused });
      expect(await look.look('contributing')).toMatchObject({ raylet: 'gone', ...refused });
    } finally {
      look.close();
    }
  });
});
