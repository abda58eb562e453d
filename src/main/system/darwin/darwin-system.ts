import { CommandError } from '../command-error';
import { freePort } from '../free-port';
import type { ProcessIdentity } from '../process-identity';
import type { MeasuredProcessRow, ProcessListing, ProcessRow } from '../process-row';
import { routeAddress } from '../route-address';
import type { RunCommand } from '../run-command';
import { isStillInItsGroup, type Kill, killProcess, sendToGroup, sendToProcess } from '../send-signal';
import { spawnDetached } from '../spawn-detached';
import type { System } from '../system';
import { listingArguments, parsePsListing, psColumns } from './ps-listing';
import { startedWith } from './started-with';
import { sysctlFacts } from './sysctl-facts';

interface DarwinParts {
  run: RunCommand;
  kill?: Kill;
}

/**
 * A listing so young tells what a process's children are. A look asks for the raylet and then for its children, with no more than a
 * question to the head between: one `ps` serves both, and the telemetry.
 */
const childrenAgeMs = 400;

/** macOS has no /proc: `ps` and `sysctl` answer. */
export function createDarwinSystem({ run, kill = killProcess }: DarwinParts): System {
  let latest: ProcessListing | null = null;
  const listProcesses = async (): Promise<MeasuredProcessRow[]> => {
    const rows = parsePsListing((await run('ps', listingArguments)).stdout);
    latest = { at: performance.now(), rows };
    return rows;
  };

  const processIdentity = async (pid: number): Promise<ProcessIdentity | null> => {
    const row = await oneProcess(run, pid);
    return row === null ? null : { pid: row.pid, pgid: row.pgid, startToken: row.startToken };
  };
  const isSameProcess: System['isSameProcess'] = async ({ pid, startToken }) =>
    (await listProcesses()).some((row) => row.pid === pid && row.startToken === startToken);
  const listedLately = async (): Promise<readonly MeasuredProcessRow[]> =>
    latest && performance.now() - latest.at <= childrenAgeMs ? latest.rows : listProcesses();

  return {
    listProcesses,
    latestListing: () => latest,
    childrenOf: async (pid) => (await listedLately()).filter((row) => row.ppid === pid),
    processIdentity,
    isSameProcess,
    startedWith: (assignment, without = []) => startedWith(run, assignment, without),
    async signalProcess(identity, signal) {
      if ((await processIdentity(identity.pid))?.startToken !== identity.startToken) return 'gone';
      return sendToProcess(identity.pid, signal, kill);
    },
    async signalGroup(identity, signal) {
      const own = await processIdentity(process.pid);
      if (!isStillInItsGroup(identity, await processIdentity(identity.pid))) return 'gone';
      return sendToGroup(identity.pgid, own?.pgid ?? null, signal, kill);
    },
    spawnDetached: (spawn) => spawnDetached(spawn, processIdentity),
    routeAddress: (host, port) => routeAddress(host, port),
    machineFacts: () => sysctlFacts(run),
    freePort,
  };
}

async function oneProcess(run: RunCommand, pid: number): Promise<ProcessRow | null> {
  const stdout = await run('ps', ['-p', String(pid), ...psColumns]).then(
    (output) => output.stdout,
    noSuchProcess,
  );
  return parsePsListing(stdout)[0] ?? null;
}

/** `ps -p` of a pid that nobody has prints nothing and exits with 1. */
function noSuchProcess(error: unknown): string {
  if (error instanceof CommandError && error.code === 1 && !error.timedOut) return error.stdout;
  throw error;
}
