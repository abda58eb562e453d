import { readdirSync } from 'node:fs';
import type { ProcessIdentity } from '../process-identity';
import type { ProcessMeasure, ProcessRow } from '../process-row';
import { readAuxv } from './auxv';
import { isAlive, isDying, isKernelThread, parseProcStat, type ProcStat } from './proc-stat';
import { readKernelFile } from './read-kernel-file';

/**
 * Reads /proc. All of it is synchronous: the kernel answers from memory within some 20 µs a file, less than a promise of libuv's
 * thread pool costs, and between a look and a signal nothing else runs.
 */
export interface ProcFiles {
  pids(): number[];
  /** The children as /proc lists them under each of the process's threads: a few reads, whatever else runs. */
  childPids(pid: number): number[];
  /** Null when there is no such process, or only its zombie. */
  row(pid: number): ProcessRow | null;
  identity(pid: number): ProcessIdentity | null;
  /**
   * CPU time to 10 ms, and the anonymous memory that lies in RAM (statm's resident less its shared pages: the same counters as
   * RssAnon of `status`, in a third of the time; smaps_rollup walks every page: measured 20 ms a GB against 13 µs). What was swapped out
   * is not in it, and pages still shared after a fork count in each. Null when it is gone.
   */
  measure(pid: number): ProcessMeasure | null;
  /** Its parent and its group; a tenth of the work of a row. */
  relations(pid: number): { pid: number; ppid: number; pgid: number } | null;
  /** Null when it is gone, another user's, or shows none: a kernel thread, one that dies, one in the middle of an exec. */
  environment(pid: number): string[] | null;
  /** Whether it shows no environment because it becomes another program right now, and will show one. */
  isInExec(pid: number): boolean;
}

export function openProcFiles(root = '/proc'): ProcFiles {
  const bootId = (readKernelFile(`${root}/sys/kernel/random/boot_id`) ?? 'unknown-boot').trim();

  const stat = (pid: number): ProcStat | null => {
    const line = readKernelFile(`${root}/${pid}/stat`);
    const parsed = line === null ? null : parseProcStat(line);
    return parsed !== null && isAlive(parsed) ? parsed : null;
  };
  const startToken = ({ startTicks }: ProcStat) => `${startTicks}@${bootId}`;

  const auxv = readAuxv(root);

  return {
    pids: () => list(root).flatMap(asPid),
    childPids(pid) {
      const perThread = list(`${root}/${pid}/task`).map((thread) =>
        readKernelFile(`${root}/${pid}/task/${thread}/children`),
      );
      // A kernel without CONFIG_PROC_CHILDREN has no such file: then every process is asked for its parent.
      if (perThread.every((children) => children === null)) {
        return list(root)
          .flatMap(asPid)
          .filter((child) => stat(child)?.ppid === pid);
      }
      return perThread.flatMap((children) => (children ?? '').split(' ').flatMap(asPid));
    },
    row(pid) {
      const found = stat(pid);
      if (found === null) return null;
      const { ppid, pgid, comm } = found;
      // Kernel threads have no arguments. A title written over them (setproctitle) ends in NULs.
      const args = (readKernelFile(`${root}/${pid}/cmdline`) ?? '').replace(/\0+$/, '').replaceAll('\0', ' ');
      return { pid, ppid, pgid, startToken: startToken(found), command: args === '' ? `[${comm}]` : args };
    },
    identity(pid) {
      const found = stat(pid);
      return found === null ? null : { pid, pgid: found.pgid, startToken: startToken(found) };
    },
    measure(pid) {
      const found = stat(pid);
      if (found === null) return null;
      const [, resident, shared] = (readKernelFile(`${root}/${pid}/statm`) ?? '').split(' ').map(Number);
      const ownPages = resident === undefined || shared === undefined ? Number.NaN : resident - shared;
      return {
        pid,
        startToken: startToken(found),
        cpuTimeMs: finite((found.cpuTicks * 1_000) / auxv.ticksPerSecond),
        memoryBytes: finite(Math.max(0, ownPages) * auxv.pageBytes),
      };
    },
    relations: (pid) => stat(pid),
    environment(pid) {
      const block = readKernelFile(`${root}/${pid}/environ`) ?? '';
      // A title may be written over it.
      return /[^\0]/.test(block) ? block.split('\0') : null;
    },
    isInExec(pid) {
      const found = stat(pid);
      if (found === null || isKernelThread(found) || isDying(found)) return false;
      // One that was given no environment, or is another user's, has arguments all the same.
      return (readKernelFile(`${root}/${pid}/cmdline`) ?? '') === '';
    },
  };
}

const asPid = (name: string): number[] => (/^\d+$/.test(name) ? [Number(name)] : []);

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Empty for whatever can't be read: in /proc a process may go between any two looks. */
function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
