import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGcsClient } from '../../../../src/main/ray/gcs/client';
import type { GcsClient, NodeRecord } from '../../../../src/main/ray/gcs/contract';
import { currentSystem } from '../../../../src/main/system/current-system';
import { freePort } from '../../../../src/main/system/free-port';
import type { Observation } from '../../../../src/main/worker/machine/events';
import { RunLook } from '../../../../src/main/worker/run-look';
import type { RunRecord } from '../../../../src/main/worker/run-record';

const system = currentSystem();
let gcs: GcsClient;
beforeEach(async () => {
  gcs = await headThatWent();
});
afterEach(() => gcs.close());

/** This very process stands for a `ray start` that has no raylet yet. */
async function starting(parts: Partial<RunRecord> = {}): Promise<RunLook> {
  const root = await system.processIdentity(process.pid);
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
  });
}

/** Nobody listens there: the head has gone since it was asked last. */
async function headThatWent(): Promise<GcsClient> {
  const address = `127.0.0.1:${await freePort({ host: '127.0.0.1' })}`;
  return createGcsClient({ address, token: () => Promise.resolve(null) });
}

const refused: Partial<Observation> = {
  head: { kind: 'missed', error: expect.objectContaining({ code: 'head-refused' }) },
};

describe('A look at a worker that joins', () => {
  it('notices that the head went before there is a raylet, and does not ask again at once', async () => {
    const look = await starting();
    try {
      expect(await look.look('joining')).toMatchObject({ raylet: 'starting', ...refused });
      // Looks come ten times a second there; probes don't.
      expect(await look.look('joining')).toMatchObject({ raylet: 'starting', head: { kind: 'unasked' } });
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
