import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port';
import { portableMachineFacts } from '../machine-facts';
import { routeAddress } from '../route-address';
import { isStillInItsGroup, type Kill, killProcess, sendToGroup, sendToProcess } from '../send-signal';
import { spawnDetached } from '../spawn-detached';
import type { System } from '../system';
import { openProcFiles, type ProcFiles } from './proc-files';

/** In the middle of an exec a process shows no environment at all; a kernel thread never has one. */
const execTries = 3;
const execMs = 2;

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
    async environmentHas(pid, assignment) {
      for (let tries = 0; tries < execTries; tries += 1) {
        const environment = proc.environment(pid);
        if (environment === null) return null;
        if (environment.some((one) => one !== '')) return environment.includes(assignment);
        await delay(execMs);
      }
      return false;
    },
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
