/** What is needed of /proc/PID/stat. */
export interface ProcStat {
  pid: number;
  /** The program's name, cut at 15 characters. */
  comm: string;
  /** R, S, D, T …; Z is a zombie, X and x are dead. */
  state: string;
  ppid: number;
  pgid: number;
  /** PF_ flags of <linux/sched.h>. */
  flags: number;
  /** 1 of a zombie that is only waiting to be reaped. */
  threadCount: number;
  /** Clock ticks since the boot: with the boot's id it names the process for good. */
  startTicks: string;
  /** In user and kernel mode, without its children's. */
  cpuTicks: number;
}

/**
 * Pure: reads one line of /proc/PID/stat (proc(5)). The name stands in parentheses and may hold spaces and parentheses itself,
 * so the fields count from the last one.
 */
export function parseProcStat(line: string): ProcStat | null {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const pid = Number(line.slice(0, open));
  const fields = line
    .slice(close + 1)
    .trim()
    .split(' ');
  const [state, ppid, pgid] = fields;
  // Field 22 of the whole line; the state is field 3.
  const startTicks = fields[19];
  if (!Number.isInteger(pid) || state === undefined || startTicks === undefined) return null;
  return {
    pid,
    comm: line.slice(open + 1, close),
    state,
    ppid: Number(ppid),
    pgid: Number(pgid),
    // Field 9.
    flags: Number(fields[6]),
    // Field 20.
    threadCount: Number(fields[17]),
    startTicks,
    // utime and stime, fields 14 and 15.
    cpuTicks: Number(fields[11]) + Number(fields[12]),
  };
}

/** PF_EXITING and PF_KTHREAD. */
const exitingFlag = 0x4;
const kernelThreadFlag = 0x20_00_00;

/** It frees what it has, and runs nothing any more. */
export const isDying = ({ flags }: ProcStat): boolean => (flags & exitingFlag) !== 0;

export const isKernelThread = ({ flags }: ProcStat): boolean => (flags & kernelThreadFlag) !== 0;

/** One whose first thread has ended is called a zombie while the others run, or free its memory and hold its ports: measured up to 105 ms. */
export const isAlive = ({ state, threadCount }: ProcStat): boolean =>
  state === 'Z' ? threadCount > 1 : !['X', 'x'].includes(state);
