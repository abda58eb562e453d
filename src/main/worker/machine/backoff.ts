import type { ErrorCode } from '../../../shared/errors';
import type { Timings } from './timings';

/** Errors that say the head is away: it may be back any second. */
const headAway: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'head-unreachable',
  'head-refused',
  'head-silent',
  'head-name-unknown',
  'node-dead',
]);

/**
 * The wait before the next try, in ms: doubling, with "equal jitter" (half fixed, half random), so that the Macs of a
 * lab don't all come back in the same moment (Amazon's "Exponential Backoff And Jitter", 2015).
 * `failures` counts from 1; `jitter` is in [0, 1).
 */
export function backoffMs(code: ErrorCode, failures: number, jitter: number, timings: Timings): number {
  const most = headAway.has(code) ? timings.backoffUnreachableMs : timings.backoffMostMs;
  const full = Math.min(most, timings.backoffFirstMs * 2 ** Math.min(failures - 1, 20));
  return full / 2 + (full / 2) * jitter;
}
