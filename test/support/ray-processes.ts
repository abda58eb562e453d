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

/** Every process that lives (no zombies) and is in the group, or was given `mark` (NAME=VALUE) in its environment. */
export function processesOf({ pgid, mark }: { pgid: number | null; mark: string }): SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): SeenProcess[] => {
      const stat = read(`/proc/${name}/stat`);
      const [state, ppid, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (group === undefined || state === 'Z' || state === 'X') return [];
      const ours = Number(group) === pgid || read(`/proc/${name}/environ`).split('\0').includes(mark);
      if (!ours) return [];
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), pgid: Number(group), ppid: Number(ppid), command }];
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
  const giveUpAt = killAt + 10_000;
  for (;;) {
    const left = processesOf(of);
    if (left.length === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`still running: ${JSON.stringify(left)}`);
    if (Date.now() > killAt) for (const { pid } of left) signalQuietly(pid, 'SIGKILL');
    await delay(50);
  }
}
