import type { ErrorCode } from '../../../shared/errors';
import type { Timings } from './timings';

/**
 * How long the next try waits: for a head that is away a little, however often it was away (asking is cheap, and it may be back any
 * second); for anything else longer each time.
 */
export type Wait = 'for-the-head' | 'longer-each-time';

/** Errors that say the head is away. */
const headAway: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'head-unreachable',
  'head-refused',
  'head-silent',
  'head-name-unknown',
  'node-dead',
]);

export const waitAfter = (code: ErrorCode): Wait =>
  headAway.has(code) ? 'for-the-head' : 'longer-each-time';

/**
 * The wait before the next try, in ms: doubling, with "equal jitter" (half fixed, half random), so that the Macs of a
 * lab don't all come back in the same moment (Amazon's "Exponential Backoff And Jitter", 2015).
 * `tries` counts those of the same kind from 1; `jitter` is in [0, 1).
 */
export function backoffMs(wait: Wait, tries: number, jitter: number, timings: Timings): number {
  const most = wait === 'for-the-head' ? timings.backoffUnreachableMs : timings.backoffMostMs;
  const full = Math.min(most, timings.backoffFirstMs * 2 ** Math.min(tries - 1, 20));
  return full / 2 + (full / 2) * jitter;
}
