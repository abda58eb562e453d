import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

// The tests' own look at /proc, apart from the product's: what proves that nothing is left must not be what is tested.

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export interface SeenProcess {
  pid: number;
  pgid: number;
  ppid: number;
  command: string;
}

/** Null for what is gone, and for zombies: one is called so already while some of its threads are ending. */
function seen(pid: string): SeenProcess | null {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ppid, group] = fields;
  const threads = Number(fields[17]);
  if (group === undefined || (state === 'Z' && threads <= 1) || state === 'X') return null;
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return { pid: Number(pid), pgid: Number(group), ppid: Number(ppid), command };
}

const pids = (): string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/**
 * Chromium's helpers (zygotes, GPU, renderers) below an app. They write over their environment, so no mark finds them: note them while
 * the app lives, and see by `stillThere` whether they went with it.
 */
export function chromiumHelpersOf(app: number): SeenProcess[] {
  const all = pids().flatMap((pid) => seen(pid) ?? []);
  const family = new Set([app]);
  // A child's pid may be smaller than its parent's, so more than one walk may be needed.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, ppid } of all) if (family.has(ppid)) family.add(pid);
  }
  return all.filter(({ pid, command }) => pid !== app && family.has(pid) && / --type=/.test(command));
}

/** Those of them that still run; a pid that another program has by now does not count. */
export function stillThere(processes: readonly SeenProcess[]): SeenProcess[] {
  return processes.filter(({ pid, command }) => seen(String(pid))?.command === command);
}

/** Every process that lives (no zombies) and is in the group, or was given `mark` (NAME=VALUE) in its environment. */
export function processesOf({ pgid, mark }: { pgid: number | null; mark: string }): SeenProcess[] {
  return pids().flatMap((pid): SeenProcess[] => {
    const found = seen(pid);
    if (found === null) return [];
    const ours = found.pgid === pgid || read(`/proc/${pid}/environ`).split('\0').includes(mark);
    return ours ? [found] : [];
  });
}

export function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

/** SIGTERM to the group, SIGKILL for what is left of it after `graceMs`; resolves when nothing lives, rejects when something does. */
export async function endProcesses(of: { pgid: number; mark: string }, graceMs = 5_000): Promise<void> {
  signalQuietly(-of.pgid, 'SIGCONT');
  signalQuietly(-of.pgid, 'SIGTERM');
  const killAt = Date.now() + graceMs;
  const giveUpAt = killAt + 30_000;
  for (;;) {
    const left = processesOf(of);
    if (left.length === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`still running: ${JSON.stringify(left)}`);
    if (Date.now() > killAt) for (const { pid } of left) signalQuietly(pid, 'SIGKILL');
    await delay(50);
  }
}
