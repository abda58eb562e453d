import { z } from 'zod';
import { openLazyChannel } from './lazy-channel';

/** One worker process, as its raylet knows it. */
export interface RayletWorker {
  pid: number;
  /** Null for one that runs tasks. */
  actorId: string | null;
  /** Calls that run in it now; more than one in an async actor. */
  runningTasks: number;
  /** Calls that wait for it. */
  queuedTasks: number;
  /** What it holds, e.g. {"CPU": 1, "gpu_apple_mps": 0.001}. */
  resources: Record<string, number>;
}

/** This machine's own raylet over gRPC: needs no head and no dashboard. Failures as in GcsClient. */
export interface RayletClient {
  /**
   * Asks the raylet, and it asks each of its workers: a stopped worker (SIGSTOP) keeps the answer waiting until `deadlineMs`.
   */
  workers(deadlineMs: number): Promise<RayletWorker[]>;
  close(): void;
}

const allocations = z.object({ resourceSlots: z.array(z.object({ allocation: z.number() })) });

const worker = z.object({
  actorId: z.instanceof(Uint8Array),
  usedResources: z.record(z.string(), allocations),
  taskQueueLength: z.number(),
  pid: z.number(),
  workerType: z.union([z.string(), z.number()]),
  numRunningTasks: z.number(),
});

const nodeStatsAnswer = z.object({ coreWorkersStats: z.array(worker) });

/** `address` is host:port, of NodeRecord.address and rayletPort. */
export function createRayletClient(address: string, token: () => Promise<string | null>): RayletClient {
  const channel = openLazyChannel(address, token);
  return {
    async workers(deadlineMs) {
      const { coreWorkersStats } = await channel.call({
        method: 'getNodeStats',
        request: { includeMemoryInfo: false },
        answer: nodeStatsAnswer,
        tried: 'Asked the raylet of this machine what its workers do',
        deadlineMs,
      });
      return coreWorkersStats.filter(({ workerType }) => workerType === 'WORKER').map(rayletWorker);
    },
    close: () => channel.close(),
  };
}

function rayletWorker(stats: z.output<typeof worker>): RayletWorker {
  const { actorId, usedResources } = stats;
  // No id, or one of all ones, is Ray's "none".
  const none = actorId.every((byte) => byte === 0xff);
  return {
    pid: stats.pid,
    actorId: none ? null : Buffer.from(actorId).toString('hex'),
    runningTasks: stats.numRunningTasks,
    queuedTasks: stats.taskQueueLength,
    resources: Object.fromEntries(
      Object.entries(usedResources).map(([name, { resourceSlots }]) => [
        name,
        resourceSlots.reduce((sum, { allocation }) => sum + allocation, 0),
      ]),
    ),
  };
}
