import { membersOfGroup, processTree, type ProcessRow } from '../system/process-row';
import type { ProcessIdentity } from '../system/process-identity';
import type { System } from '../system/system';
import { joinLabelVariable } from './join-label';
import { readWorkerTitle, type RayWorker } from './worker-title';

export type { RayWorker };

/** The process that was spawned detached: leader of its own group. */
export interface WorkerRoot {
  pid: number;
  pgid: number;
  label: string;
}

export interface WorkerTree {
  /** Every process of this join that the listing shows, the root first. */
  pids: number[];
  rayletPid: number | null;
  workers: RayWorker[];
}

/** The raylet's program, wherever its environment is; its arguments repeat the path within other words. */
const rayletCommand = /^\S.*?\/raylet\/raylet\s+--/;

/**
 * Pure: sorts a listing into this join's tree: descendants of the root and members of its group. The group counts by itself because
 * the raylet outlives `ray start`, and the descent because on macOS a process of Ray's leaves the group (ray's source; not seen on a Mac).
 */
export function workerTree(processes: readonly ProcessRow[], root: WorkerRoot): WorkerTree {
  const rows = processTree(processes, root);
  const raylet = rows.find(({ command }) => rayletCommand.test(command));
  return {
    pids: rows.map(({ pid }) => pid),
    rayletPid: raylet?.pid ?? null,
    workers: rows.flatMap(({ pid, command }) => readWorkerTitle(pid, command) ?? []),
  };
}

/** The raylet's workers by their titles alone: a few reads of /proc on Linux, one `ps` on macOS. */
export async function readRayWorkers(
  rayletPid: number,
  system: Pick<System, 'childrenOf'>,
): Promise<RayWorker[]> {
  const children = await system.childrenOf(rayletPid);
  return children.flatMap(({ pid, command }) => readWorkerTitle(pid, command) ?? []);
}

export interface WhoseLeftovers {
  label: string;
  root: Pick<ProcessIdentity, 'pgid' | 'startToken'> | null;
  /** What the look before found. */
  seen?: readonly LeftoverProcess[];
}

export type LeftoverProcess = Pick<ProcessIdentity, 'pid' | 'startToken'>;

/**
 * Every process, of whatever group and parent, that carries the join's label in its environment (Ray hands it down, and so does what a task
 * starts), or is in the process group that `root` made, or was `seen` before and is not gone: one that dies shows no environment any more
 * while its memory is freed and its ports are held (seconds where it has many GB). Empty: proof that nothing of it is left.
 */
export async function leftoverProcesses(
  { label, root, seen = [] }: WhoseLeftovers,
  system: Pick<System, 'listProcesses' | 'processIdentity' | 'startedWith'>,
): Promise<LeftoverProcess[]> {
  const [labelled, rows] = await Promise.all([
    system.startedWith(`${joinLabelVariable}=${label}`),
    system.listProcesses(),
  ]);
  const listed = new Map(rows.map((row) => [row.pid, row]));
  const grouped = root === null ? [] : ownGroup(rows, root, new Set(labelled));
  const dying = seen.filter(({ pid, startToken }) => listed.get(pid)?.startToken === startToken);
  // Who was born after the listing is asked for singly; who is gone by now is no leftover.
  const marked = await Promise.all(
    labelled.map(async (pid) => listed.get(pid) ?? system.processIdentity(pid)),
  );
  const found = [...grouped, ...dying, ...marked].flatMap((one) => (one === null ? [] : [one]));
  const byPid = new Map(found.map(({ pid, startToken }) => [pid, { pid, startToken }]));
  byPid.delete(process.pid);
  return [...byPid.values()];
}

/**
 * Pure: the members of the group that `root` made, none where another process has made a group of that id since: after a restart of the
 * machine it may be anybody's. While a group has members its id is given to nobody, so one member that is known for ours speaks for all.
 */
function ownGroup(
  rows: readonly ProcessRow[],
  { pgid, startToken }: Pick<ProcessIdentity, 'pgid' | 'startToken'>,
  labelled: ReadonlySet<number>,
): ProcessRow[] {
  const members = membersOfGroup(rows, pgid);
  const leader = members.find(({ pid }) => pid === pgid);
  const ours = leader
    ? leader.startToken === startToken
    : members.some(({ pid, command }) => labelled.has(pid) || readWorkerTitle(pid, command) !== null);
  return ours ? members : [];
}

/** What Ray runs beside each raylet: its two agents, the log monitor, and on macOS the reaper. They run no task. */
const companion =
  /\/ray\/(dashboard\/agent|_private\/(runtime_env\/agent\/main|log_monitor|ray_process_reaper))\.py(\s|$)/;

/** Of leftover processes those that a task may be in, or may have started: all but `ray start` itself and Ray's agents. */
export async function holdersOfTasks(
  pids: readonly number[],
  rootPid: number | null,
  system: Pick<System, 'listProcesses'>,
): Promise<number[]> {
  const others = new Set(pids.filter((pid) => pid !== rootPid));
  if (others.size === 0) return [];
  const rows = await system.listProcesses();
  return rows.filter(({ pid, command }) => others.has(pid) && !companion.test(command)).map(({ pid }) => pid);
}
