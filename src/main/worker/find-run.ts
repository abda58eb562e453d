import { leftoverProcesses } from '../ray/worker-tree';
import type { System } from '../system/system';
import type { RunRecord } from './run-record';

/**
 * What became of a worker that an earlier Raybar recorded.
 * - alive: its recorded raylet or `ray start` is that very process (a reused pid is not): it is taken over.
 * - leftovers: its main processes are gone, but something of it is left: that is ended.
 * - gone: nothing is left.
 */
export type FoundRun = 'alive' | 'leftovers' | 'gone';

export async function findRun(
  system: Pick<System, 'isSameProcess' | 'listProcesses' | 'processIdentity' | 'startedWith'>,
  record: RunRecord,
): Promise<FoundRun> {
  const { raylet, root, label } = record;
  // Once the raylet was seen it alone counts: `ray start` can outlive it in silence.
  const main = raylet ?? root;
  if (main && (await system.isSameProcess(main))) return 'alive';
  const left = await leftoverProcesses({ label, root }, system);
  return left.length > 0 ? 'leftovers' : 'gone';
}
