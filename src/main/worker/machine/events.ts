import type { RaybarError } from '../../../shared/errors';
import type { DrainWhy, WorkerStateOf } from '../../../shared/worker-state';
import type { Wanted } from './machine';

/** What was seen of one run, in one look. */
export interface Observation {
  /** `starting`: not there yet, and its command still runs. */
  raylet: 'starting' | 'alive' | 'gone';
  /**
   * Only asked while it ends. `none` is the proof that no process of this run is left; `no-tasks`: only `ray start` and Ray's agents
   * are, in which no task can be.
   */
  left: 'none' | 'no-tasks' | 'some';
  /** Tasks and actor methods that run here now. */
  busy: number;
  /**
   * Only asked while draining with nothing busy: whether the only copy of an object may lie here. A head that does not
   * answer can't say that there is none.
   */
  objects: boolean;
  head:
    /** `death`: the head's words for a dead node; only asked when its raylet is gone, too. */
    | { kind: 'answers'; node: { nodeId: string; alive: boolean; death?: string } | null }
    | { kind: 'missed'; error: RaybarError }
    /** An embedded head that will not come back under this address. */
    | { kind: 'gone'; error: RaybarError }
    /** Not asked in this look. */
    | { kind: 'unasked' };
}

export type WorkerEvent =
  | { type: 'wanted'; at: number; wanted: Wanted }
  | { type: 'tick'; at: number }
  | { type: 'prepareStep'; at: number; ticket: number; step: WorkerStateOf<'preparing'>['step'] }
  | { type: 'prepared'; at: number; ticket: number; label: string }
  | { type: 'prepareFailed'; at: number; ticket: number; error: RaybarError }
  | { type: 'started'; at: number; label: string }
  /** `ray start` could not be spawned, or ended; what it wrote is in `lastLines`. */
  | { type: 'exited'; at: number; label: string; error: RaybarError; lastLines: string[] }
  | { type: 'observed'; at: number; label: string; observation: Observation }
  | { type: 'drainAccepted'; at: number; label: string }
  | { type: 'drainFailed'; at: number; label: string; error: RaybarError }
  /** The objects whose only copy was here are elsewhere now, as far as that could be done. */
  | { type: 'evacuated'; at: number; label: string; complete: boolean }
  | { type: 'suspend'; at: number }
  | { type: 'resume'; at: number }
  | { type: 'tryNow'; at: number }
  /** Settings changed that only a new join takes on. */
  | { type: 'rejoin'; at: number; deadlineMs: number }
  /** A running worker of an earlier Raybar was found at start. */
  | {
      type: 'found';
      at: number;
      /** What is wanted now: without it the first thing done to the worker would be a guess. */
      wanted: Wanted;
      label: string;
      nodeId: string | null;
      joinedAt: number | null;
      drain: { why: DrainWhy; since: number; deadlineAt: number; acceptedAt: number | null } | null;
    };

export type Effect =
  | { type: 'prepare'; ticket: number }
  | { type: 'cancelPrepare'; ticket: number }
  | { type: 'start'; label: string }
  | { type: 'drain'; label: string; nodeId: string; why: DrainWhy }
  /** Copy what only lies here to other nodes. */
  | { type: 'evacuate'; label: string; nodeId: string; deadlineAt: number }
  /** SIGTERM to the raylet, then to the rest of its group. */
  | { type: 'terminate'; label: string }
  /** SIGKILL to whatever is left. */
  | { type: 'kill'; label: string };
