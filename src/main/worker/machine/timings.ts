import type { PreparingStep } from '../../../shared/worker-state';

/**
 * Every time limit of the worker's state machine, in ms. Ray has none of its own where it matters: `ray start` does not
 * give up on a dead address, and nobody enforces a drain's deadline.
 */
export interface Timings {
  /** How long each step of preparing may take. */
  prepareStepMs: Readonly<Record<PreparingStep, number>>;
  /** From `ray start` to ALIVE on the head: measured 1.5 to 4.9 s; a loaded machine takes several times that. */
  joinMs: number;
  /** A SIGTERM to the group ends everything in 0.7 s; this is for a machine that swaps. */
  terminateMs: number;
  /**
   * The same once its raylet is gone and no task can be in what is left: `ray start` and Ray's agents, or a worker that the head never
   * knew. Until `ray start` has seen its node registered it waits in a call that hears no signal (its handler runs only after that,
   * up to 30 s later), and the agents may do so where the head is gone, too; where they hear, they are gone within 0.5 s.
   */
  terminateRestMs: number;
  /** After a SIGKILL; then it is sent again. */
  killMs: number;
  /** After a wake the network needs a moment before asking the head makes sense. */
  wakeMs: number;
  /** So many missed probes in a row are a lost head; one is not. */
  missesUntilLost: number;
  /** So many answers in a row that our node is dead or unknown are believed. */
  deniedUntilDead: number;
  /**
   * A drained node that runs nothing is ended after this: an actor that answers many small calls looks idle between two
   * of them (docs/adr/0011).
   */
  actorQuietMs: number;
  /**
   * The same where the only copy of an object lies here and could not be moved. Whoever waits for a result fetches it as soon as
   * its task is done; 10 GB at 10 Gbit/s are 8 s.
   */
  objectQuietMs: number;
  /** An unanswered drain is sent again after this. */
  drainRetryMs: number;
  /** The first wait before another try; it doubles. */
  backoffFirstMs: number;
  /** The longest wait while the head can't be reached: asking is cheap, and it must be noticed when it is back. */
  backoffUnreachableMs: number;
  /** The longest wait after anything else. */
  backoffMostMs: number;
  /** Contributing for so long forgets earlier failures. */
  stableMs: number;
  /** So many crashes within `crashWindowMs` blow the fuse. */
  crashesUntilFuse: number;
  crashWindowMs: number;
}

export const timings: Timings = {
  prepareStepMs: {
    environment: 20_000,
    // pip downloads some 150 MB.
    installing: 20 * 60_000,
    // An embedded head's GCS answers within seconds; a machine that swaps needs longer.
    'embedded-head': 60_000,
    head: 20_000,
    versions: 20_000,
  },
  joinMs: 40_000,
  terminateMs: 8_000,
  terminateRestMs: 1_000,
  killMs: 3_000,
  wakeMs: 1_000,
  missesUntilLost: 3,
  deniedUntilDead: 2,
  actorQuietMs: 2_000,
  objectQuietMs: 10_000,
  drainRetryMs: 1_000,
  backoffFirstMs: 1_000,
  backoffUnreachableMs: 3_000,
  backoffMostMs: 60_000,
  stableMs: 120_000,
  crashesUntilFuse: 5,
  crashWindowMs: 300_000,
};
