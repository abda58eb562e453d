import type { ProcessIdentity } from '../system/process-identity';
import type { System } from '../system/system';

/**
 * Sends `signal` to processes that are known to be ours: once to each process group they lead or share, so that a
 * parent cannot restart a child in between, and singly to those that share a group with us. Each is looked up anew first: one that is
 * gone is no error, whoever has its pid.
 */
export async function endProcesses(
  system: Pick<System, 'processIdentity' | 'signalGroup' | 'signalProcess'>,
  processes: readonly Pick<ProcessIdentity, 'pid' | 'startToken'>[],
  ourGroups: ReadonlySet<number>,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> {
  const looked = await Promise.all(
    processes.map(async ({ pid, startToken }) => {
      const identity = await system.processIdentity(pid);
      return identity?.startToken === startToken ? identity : null;
    }),
  );
  const found = looked.filter((one): one is ProcessIdentity => one !== null);
  const signalledGroups = new Set<number>();
  for (const identity of found) {
    if (signalledGroups.has(identity.pgid)) continue;
    if (ourGroups.has(identity.pgid)) {
      // Where this member has gone meanwhile, nobody of the group was signalled: another one vouches for it.
      const outcome = await system.signalGroup(identity, signal);
      if (outcome !== 'gone') signalledGroups.add(identity.pgid);
    } else {
      await system.signalProcess(identity, signal);
    }
  }
}
