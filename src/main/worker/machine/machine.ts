import type { RaybarError } from '../../../shared/errors';
import type { DrainWhy, WorkerState } from '../../../shared/worker-state';
import type { Wait } from './backoff';

/** What ought to be, as policy decided it. */
export type Wanted = { kind: 'in' } | { kind: 'out'; why: DrainWhy; deadlineMs: number };

/** A worker whose processes may exist: from the moment it is started until it is proven gone. */
export interface Run {
  /** Fresh for every join; the node is recognised by it, and so is every event about this run. */
  label: string;
  nodeId: string | null;
  joinedAt: number | null;
  adopted: boolean;
  /** Probes of the head missed in a row. */
  misses: number;
  /** Answers in a row that say our node is dead or unknown. */
  denials: number;
  /** Tasks and actor methods that ran at the last look. */
  busy: number;
  /** What `ray start` wrote before it ended, once it ended. */
  lastLines: string[];
}

/** How a drain stands; kept beside the state because a drain cannot be taken back. */
export interface Drain {
  why: DrainWhy;
  since: number;
  deadlineAt: number;
  acceptedAt: number | null;
  /** When it was last sent to the head. */
  sentAt: number;
  /** Since when nothing runs here, or null while something does. */
  idleSince: number | null;
  /** Objects whose only copy is here are moved once, when nothing runs any more. */
  evacuation: 'not-begun' | 'under-way' | 'complete' | 'incomplete';
}

/** Why a run ends without the owner wanting it. */
export interface Fault {
  error: RaybarError;
  lastLines: string[];
  /** A crash counts for the fuse; a head that went away does not. */
  crash: boolean;
  /** `none`: the next try comes at once, because the head is there and has only forgotten this node. */
  wait: 'none' | Wait;
}

export interface Machine {
  wanted: Wanted;
  state: WorkerState;
  /** Counts preparations, so that a cancelled one's answer is known as stale. */
  ticket: number;
  run: Run | null;
  drain: Drain | null;
  fault: Fault | null;
  /** True between `suspend` and `resume`. */
  asleep: boolean;
  /** Set when the worker must leave once and come back, e.g. for new settings: the drain's deadline. */
  again: { deadlineMs: number } | null;
  /** Failed tries since the last stable time, but for those that found the head away. */
  failures: number;
  /** Tries that found the head away since it was last there: an outage must not lengthen the waits for anything else. */
  awayTries: number;
  crashes: readonly number[];
}

/** How many tries there were, to the owner: whatever came of them. */
export const triesOf = ({ failures, awayTries }: Machine): number => failures + awayTries;

/** What comes next is the first try. */
export const withoutFailures = (machine: Machine): Machine => ({ ...machine, failures: 0, awayTries: 0 });

export const initialMachine: Machine = {
  wanted: { kind: 'out', why: 'owner', deadlineMs: 0 },
  state: { kind: 'off' },
  ticket: 0,
  run: null,
  drain: null,
  fault: null,
  asleep: false,
  again: null,
  failures: 0,
  awayTries: 0,
  crashes: [],
};
