import type { WorkerState } from '../../shared/worker-state';

/** Pure: the log's line for a head that goes, or is back, in the middle of a drain; null when neither happened between the two. */
export function drainOutageLine(before: WorkerState, after: WorkerState): string | null {
  if (before.kind !== 'draining' || after.kind !== 'draining') return null;
  if (after.error && !before.error) {
    return `the head does not answer, and the drain goes on: ${after.error.found} (${after.error.code})`;
  }
  return before.error && !after.error ? 'the head answers again' : null;
}
