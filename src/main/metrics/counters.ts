import { z } from 'zod';
import { drainWhySchema, type DrainWhy } from '../../shared/worker-state';

const count = z.number().int().nonnegative();

/** What is counted since Raybar was first started here; it outlives restarts, so that a rate over days tells the truth. */
export const countersSchema = z.object({
  version: z.literal(1),
  /** The node came up in the cluster. Taking over a worker that ran on is none. */
  joins: count,
  /** The node was in the cluster and lost it, or its worker ended, without anybody having asked it to leave. */
  disconnects: count,
  /** How long the disconnects lasted: until the node was back, or until it was not wanted any more. */
  disconnectedSeconds: z.number().nonnegative(),
  /** Drains that began, by their first reason. */
  drains: z.record(drainWhySchema, count),
  /** Tasks and actors that were seen here; one that is over between two looks (a second) is not. */
  tasksSeen: count,
  /**
   * Tasks that were busy when a drain began and cost the cluster no retry: they ended while they were waited for, or were ended with the
   * raylet after the head had taken the drain, which Ray counts as preemption and does not charge. What was still busy when a
   * worker had to be killed, or when the head had never taken the drain, does not count.
   */
  retriesAvoided: count,
  /** Workers that did not end on SIGTERM and were killed. */
  forcedEnds: count,
});
export type Counters = z.infer<typeof countersSchema>;

const noDrains: Record<DrainWhy, number> = {
  owner: 0,
  pause: 0,
  sleep: 0,
  quit: 0,
  settings: 0,
  'leave-now': 0,
};

export const noCounters: Counters = {
  version: 1,
  joins: 0,
  disconnects: 0,
  disconnectedSeconds: 0,
  drains: noDrains,
  tasksSeen: 0,
  retriesAvoided: 0,
  forcedEnds: 0,
};
