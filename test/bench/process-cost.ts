import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createLinuxSystem } from '../../src/main/system/linux/linux-system';
import { descendantsOf } from '../../src/main/system/process-row';

export interface ProcessCost {
  /** Each page that is shared counts in parts. */
  pssBytes: number;
  /** Of one core. */
  cpuPercent: number;
  /**
   * Processes of the same program that are not this app's. The pages they share are divided among all, which makes PSS smaller than on a
   * machine of one's own: figures with different numbers of sharers can't be compared.
   */
  sharers: number;
}

/**
 * What an app and its helpers cost, over `overMs`; processes with `without` (NAME=VALUE) in their environment are not counted. Linux alone:
 * macOS has no PSS.
 */
export async function processCost(pid: number, overMs: number, without: string | null): Promise<ProcessCost> {
  const before = await cpuSeconds(pid, without);
  const startedAt = performance.now();
  await delay(overMs);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await cpuSeconds(pid, without);
  const pids = await countedPids(pid, without);
  const used = cpuSecondsBetween(before, after);
  return {
    pssBytes: pids.reduce((sum, each) => sum + pssBytes(each), 0),
    cpuPercent: (used / seconds) * 100,
    sharers: await countSharers(pid),
  };
}

/**
 * Pure: what was used between two looks, by pid. A helper that ended meanwhile is counted with its parent from then on, with all that it used
 * before the first look, too: that is taken off again.
 */
export function cpuSecondsBetween(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): number {
  const sum = (seconds: ReadonlyMap<number, number>) =>
    [...seconds.values()].reduce((all, one) => all + one, 0);
  return sum(after) - sum(before);
}

async function countSharers(pid: number): Promise<number> {
  const program = programOf(pid);
  const rows = await system.listProcesses();
  const own = new Set([pid, ...descendantsOf(rows, pid).map((row) => row.pid)]);
  return rows.filter((row) => !own.has(row.pid) && programOf(row.pid) === program).length;
}

/** Null for who is gone, or another user's. */
function programOf(pid: number): string | null {
  try {
    return realpathSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}

const system = createLinuxSystem();

async function countedPids(pid: number, without: string | null): Promise<number[]> {
  const pids = [pid, ...descendantsOf(await system.listProcesses(), pid).map((row) => row.pid)];
  const left = new Set(without === null ? [] : await system.startedWith(without));
  return pids.filter((each) => !left.has(each));
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** With what its ended children used: a command that the app runs is its cost. */
async function cpuSeconds(pid: number, without: string | null): Promise<Map<number, number>> {
  const pids = await countedPids(pid, without);
  return new Map(
    pids.map((each) => {
      const stat = read(`/proc/${each}/stat`);
      // utime, stime, cutime and cstime are fields 14 to 17; what follows the name begins with field 3.
      const ticks = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 15)
        .reduce((sum, field) => sum + Number(field), 0);
      return [each, ticks / ticksPerSecond];
    }),
  );
}

function pssBytes(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kibibytes ?? 0) * 1_024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
