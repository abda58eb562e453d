import type { RayWorker } from './worker-tree';

export interface DrainFacts {
  /** NodeRecord.activity, or null where the head does not answer. */
  activity: readonly string[] | null;
  workers: readonly RayWorker[];
  /** When nobody was seen busy here first, without a break since; null while somebody is. ms since the epoch. */
  quietSince: number | null;
  now: number;
  /** The deadline that the owner waits for, ms since the epoch. */
  deadlineAt: number;
  /** The deadline of the last drain that the head accepted; nearer than `deadlineAt` after a second drain. */
  sentDeadlineAt: number;
}

/**
 * - wait: tasks run; the deadline is not reached.
 * - hasten: nothing runs, but idle actors or objects would keep the raylet up: send a second drain with this nearer deadline.
 * - terminate: the deadline that the head knows has passed: SIGTERM to the group, no retry is charged.
 */
export type DrainStep =
  | { kind: 'wait'; why: string; until: number }
  | { kind: 'hasten'; why: string; deadlineAt: number }
  | { kind: 'terminate'; why: string };

/** Pure: what the supervisor does next with a draining node whose raylet still lives. */
export declare function nextDrainStep(facts: DrainFacts): DrainStep;
