import type { RayWorker } from './worker-title';

// Why there is one drain only, and with its deadline at once: docs/adr/0011-leaving-an-idle-node.md.

const objectsInUse = /object_store_memory/;

/** True where it may be at work: a title that can mean two things counts as work. */
export const mayBeBusy = (worker: RayWorker): boolean =>
  worker.kind !== 'idle' && (worker.busy || !worker.sure);

/**
 * Pure: whether the only copy of an object may lie on the node. `activity` is NodeRecord.activity, or null where the head does not
 * answer: it then can't say that there is none.
 */
export const mayHoldObjects = (activity: readonly string[] | null): boolean =>
  activity === null || activity.some((line) => objectsInUse.test(line));
