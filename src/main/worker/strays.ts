import { createHash } from 'node:crypto';
import { joinLabelVariable } from '../ray/join-label';
import type { ProcessIdentity } from '../system/process-identity';
import type { System } from '../system/system';
import { endProcesses } from './end-processes';
import { until } from './until';

/** In the environment of everything that Ray runs here for one state directory, over all joins. */
export const stateMarkVariable = 'RAYBAR_STATE_MARK';

/** Tells state directories apart without telling their path to what runs for the cluster. */
export const stateMark = (stateDirectory: string): string =>
  createHash('sha256').update(stateDirectory).digest('hex').slice(0, 16);

/**
 * Ends what an earlier Raybar of this state directory left running and what no readable record tells of: nobody could drain it, and it
 * would stay in the cluster for ever. `known` are the labels that are on record: their processes are left alone. Answers how many
 * processes were ended. Where a process's environment can't be read (macOS may hide it) nothing is found.
 */
export async function endStrays(
  system: System,
  stateDirectory: string,
  known: readonly string[],
): Promise<number> {
  const assignment = `${stateMarkVariable}=${stateMark(stateDirectory)}`;
  const recorded = known.map((label) => `${joinLabelVariable}=${label}`);
  let seen: readonly ProcessIdentity[] = [];
  /** One that dies shows its mark no more, and is not gone yet: who was seen counts until then. */
  const find = async (): Promise<readonly ProcessIdentity[]> => {
    const marked = (await system.startedWith(assignment, recorded)).filter((pid) => pid !== process.pid);
    const asked = [...new Set([...marked, ...seen.map(({ pid }) => pid)])];
    const there = await Promise.all(asked.map((pid) => system.processIdentity(pid)));
    seen = there.flatMap((one) => {
      if (one === null) return [];
      const isSeen = seen.some(({ pid, startToken }) => pid === one.pid && startToken === one.startToken);
      return isSeen || marked.includes(one.pid) ? [one] : [];
    });
    return seen;
  };
  const found = await find();
  let left = found;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (left.length === 0) break;
    await endProcesses(system, left, new Set(), signal);
    await until(async () => (left = await find()).length === 0, { everyMs: 200, atMostMs: 3_000 });
  }
  return found.length;
}
