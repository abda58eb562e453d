import type { RayWorker } from './worker-title';

// Why there is one drain only, and with its deadline at once: docs/adr/0011-leaving-an-idle-node.md.

/** An actor that answers many small calls looks idle between two of them. */
export const actorQuietMs = 2_000;
/** Whoever waits for a result fetches it as soon as its task is done; 10 GB at 10 Gbit/s are 8 s. */
export const objectQuietMs = 10_000;

const objectsInUse = /object_store_memory/;

/** True where it may be at work: a title that can mean two things counts as work. */
export const mayBeBusy = (worker: RayWorker): boolean =>
  worker.kind !== 'idle' && (worker.busy || !worker.sure);

/**
 * Pure: how long nothing must have been at work on a drained node, in ms, before it may be ended ahead of its deadline. A
 * raylet with nothing goes by itself; one that holds idle actors, or the only copy of an object, would stay for ever.
 * `activity` is NodeRecord.activity, or null where the head does not answer: it then can't say that there are no objects.
 */
export function quietBeforeEndMs(activity: readonly string[] | null): number {
  const objects = activity === null || activity.some((line) => objectsInUse.test(line));
  return objects ? objectQuietMs : actorQuietMs;
}
