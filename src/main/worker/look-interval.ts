import type { WorkerStateKind } from '../../shared/worker-state';

/** While joining and leaving, a person waits: looks are cheap then and few. */
const quickMs = 100;
/** Three probes missed a second apart are a lost head within 5 s. */
const steadyMs = 1_000;
/** A window shows a change within a second, so it is looked for twice in one. */
const watchedMs = 500;

/** How long after the beginning of one look the next begins, in ms. */
export function lookInMs(state: WorkerStateKind, watched: boolean): number {
  switch (state) {
    case 'joining':
    case 'leaving':
      return quickMs;
    case 'draining':
      return watchedMs;
    default:
      return watched ? watchedMs : steadyMs;
  }
}
