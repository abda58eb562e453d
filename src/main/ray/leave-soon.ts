import type { RayWorker } from './worker-title';

// Why there is one drain only, and with its deadline at once: docs/adr/0011-leaving-an-idle-node.md.

export interface DrainFacts {
  /** NodeRecord.activity, or null where the head does not answer. */
  activity: readonly string[] | null;
  /** Idle ones may be left out. */
  workers: readonly RayWorker[];
  /** Since when nobody was seen busy, without a break; null while somebody is. ms since the epoch. */
  quietSince: number | null;
  now: number;
  /** How long running tasks may go on, by the owner's word. ms since the epoch. */
  deadlineAt: number;
}

/**
 * - wait: look again at `until` at the latest.
 * - terminate: SIGTERM to the group. Ray's own deadline has passed (it was told "now"), so no retry and no restart is charged.
 */
export type DrainStep = { kind: 'wait'; why: string; until: number } | { kind: 'terminate'; why: string };

/** An actor that answers many small calls looks idle between two of them. */
export const actorQuietMs = 2_000;
/** Whoever waits for a result fetches it as soon as its task is done; 10 GB at 10 Gbit/s are 8 s. */
export const objectQuietMs = 10_000;

/** What a node's activity says while an object's primary copy lies on it. */
export const objectsInUse = /object_store_memory/;

/** True where it may be at work: a title that can mean two things counts as work. */
export const mayBeBusy = (worker: RayWorker): boolean =>
  worker.kind !== 'idle' && (worker.busy || !worker.sure);

/**
 * Pure: what to do next with a draining node whose raylet still lives. A raylet with nothing goes by itself; one that holds idle actors or
 * the only copy of an object would stay for ever.
 */
export function nextDrainStep(facts: DrainFacts): DrainStep {
  const { activity, workers, quietSince, now, deadlineAt } = facts;
  if (now >= deadlineAt) return { kind: 'terminate', why: 'the deadline has passed' };
  const busy = workers.filter(mayBeBusy).length;
  if (busy > 0 || quietSince === null) {
    return { kind: 'wait', why: `${busy} at work`, until: deadlineAt };
  }
  // A head that does not answer can't say that there are no objects.
  const objects = activity === null || activity.some((line) => objectsInUse.test(line));
  const leaveAt = Math.min(deadlineAt, quietSince + (objects ? objectQuietMs : actorQuietMs));
  const what = objects ? 'objects' : 'idle actors';
  if (now < leaveAt) return { kind: 'wait', why: `only ${what} are left`, until: leaveAt };
  return { kind: 'terminate', why: `nothing has run for a while, and ${what} keep the node up` };
}
