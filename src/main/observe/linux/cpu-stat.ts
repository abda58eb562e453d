import type { CpuTime } from '../cpu-load';

/**
 * Pure: the first line of /proc/stat, all CPUs together, in ticks. Waiting for a disk is idle; the time of guests is in `user`
 * already (proc_stat(5)). Read here and not by `os.cpus()`, which also opens a file for each CPU's frequency.
 */
export function cpuTimeOfStat(text: string): CpuTime {
  const fields = /^cpu +([\d ]+)\n/m.exec(text)?.[1]?.trim().split(' ').map(Number) ?? [];
  const [user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields;
  if (user === undefined || nice === undefined || system === undefined || idle === undefined)
    return { busy: Number.NaN, total: Number.NaN };
  const busy = user + nice + system + irq + softirq + steal;
  return { busy, total: busy + idle + iowait };
}
