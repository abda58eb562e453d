import { freePort } from '../free-port';
import { portableMachineFacts } from '../machine-facts';
import { routeAddress } from '../route-address';
import { isStillInItsGroup, type Kill, killProcess, sendToGroup, sendToProcess } from '../send-signal';
import { spawnDetached } from '../spawn-detached';
import type { System } from '../system';
import { openProcFiles, type ProcFiles } from './proc-files';
import { startedWith } from './started-with';

interface LinuxParts {
  proc?: ProcFiles;
  kill?: Kill;
}

/** Linux starts no command for any of it: /proc has the answers. */
export function createLinuxSystem({ proc = openProcFiles(), kill = killProcess }: LinuxParts = {}): System {
  const rows = (pids: number[]) => pids.flatMap((pid) => proc.row(pid) ?? []);
  return {
    listProcesses: async () => rows(proc.pids()),
    latestListing: () => null,
    // A child that was reparented between two looks is no child any more.
    childrenOf: async (pid) => rows(proc.childPids(pid)).filter((row) => row.ppid === pid),
    processIdentity: async (pid) => proc.identity(pid),
    isSameProcess: async ({ pid, startToken }) => proc.identity(pid)?.startToken === startToken,
    startedWith: (assignment, without = []) => startedWith(proc, assignment, without),
    async signalProcess({ pid, startToken }, signal) {
      if (proc.identity(pid)?.startToken !== startToken) return 'gone';
      return sendToProcess(pid, signal, kill);
    },
    async signalGroup(identity, signal) {
      if (!isStillInItsGroup(identity, proc.identity(identity.pid))) return 'gone';
      return sendToGroup(identity.pgid, proc.identity(process.pid)?.pgid ?? null, signal, kill);
    },
    spawnDetached: (spawn) => spawnDetached(spawn, async (pid) => proc.identity(pid)),
    routeAddress: (host, port) => routeAddress(host, port),
    machineFacts: async () => portableMachineFacts(),
    freePort,
  };
}
