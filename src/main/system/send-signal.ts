import { z } from 'zod';
import { type ProcessIdentity, smallestOwnPid } from './process-identity';
import type { SignalOutcome } from './system';

/** As `process.kill`; a negative pid is a group. Tests give their own. */
export type Kill = (pid: number, signal: NodeJS.Signals) => void;

export const killProcess: Kill = (pid, signal) => {
  process.kill(pid, signal);
};

const systemErrorSchema = z.object({ code: z.string() });

export function sendToProcess(pid: number, signal: NodeJS.Signals, kill: Kill): SignalOutcome {
  if (!Number.isInteger(pid) || pid < smallestOwnPid || pid === process.pid) {
    throw new RangeError(`${pid} is not a process that Raybar may signal`);
  }
  return send(pid, signal, kill);
}

/** `ownPgid`: our own group, which a mistaken identity must not end. */
export function sendToGroup(
  pgid: number,
  ownPgid: number | null,
  signal: NodeJS.Signals,
  kill: Kill,
): SignalOutcome {
  if (!Number.isInteger(pgid) || pgid < smallestOwnPid || pgid === ownPgid || pgid === process.pid) {
    throw new RangeError(`${pgid} is not a process group that Raybar may signal`);
  }
  return send(-pgid, signal, kill);
}

function send(target: number, signal: NodeJS.Signals, kill: Kill): SignalOutcome {
  try {
    kill(target, signal);
    return 'signalled';
  } catch (error) {
    const code = systemErrorSchema.safeParse(error).data?.code;
    if (code === 'ESRCH') return 'gone';
    if (code === 'EPERM') return 'refused';
    throw error;
  }
}

/** True when `now`, who has the pid at this moment, is the process that is meant, still in the group that is meant. */
export const isStillInItsGroup = (meant: ProcessIdentity, now: ProcessIdentity | null): boolean =>
  now !== null && now.startToken === meant.startToken && now.pgid === meant.pgid;
