import type { ProcessIdentity } from '../system/process-identity';
import type { System } from '../system/system';

/**
 * Sends `signal` to processes that are known to be ours: once to each process group they lead or share, so that a
 * parent cannot restart a child in between, and singly to those that share a group with us. Every pid is looked up anew
 * first; one that is gone is no error. Answers who was there.
 */
export async function endProcesses(
  system: Pick<System, 'processIdentity' | 'signalGroup' | 'signalProcess'>,
  pids: readonly number[],
  ourGroups: ReadonlySet<number>,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<ProcessIdentity[]> {
  const looked = await Promise.all(pids.map((pid) => system.processIdentity(pid)));
  const found = looked.filter((one): one is ProcessIdentity => one !== null);
  const signalledGroups = new Set<number>();
  for (const identity of found) {
    if (signalledGroups.has(identity.pgid)) continue;
    if (ourGroups.has(identity.pgid)) {
      signalledGroups.add(identity.pgid);
      await system.signalGroup(identity, signal);
    } else {
      await system.signalProcess(identity, signal);
    }
  }
  return found;
}
