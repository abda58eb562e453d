import { setTimeout as delay } from 'node:timers/promises';
import type { ProcFiles } from './proc-files';

/** How often one in the middle of an exec is asked again, some 0.5 s in all: a starved one stays there for as long as it gets no core. */
const execTries = 200;
const execMs = 2;

/**
 * The processes that were started with the assignment and with none of `without`: one read of /proc each, and three more of those that
 * show no environment.
 */
export async function startedWith(
  proc: Pick<ProcFiles, 'pids' | 'environment' | 'isInExec'>,
  assignment: string,
  without: readonly string[],
): Promise<number[]> {
  const found: number[] = [];
  let asked = proc.pids();
  for (let tries = 0; tries < execTries && asked.length > 0; tries += 1) {
    if (tries > 0) await delay(execMs);
    const inExec: number[] = [];
    for (const pid of asked) {
      const environment = shown(proc, pid);
      if (environment === 'in-exec') inExec.push(pid);
      else if (environment?.includes(assignment) && !without.some((other) => environment.includes(other)))
        found.push(pid);
    }
    asked = inExec;
  }
  return found;
}

function shown(proc: Pick<ProcFiles, 'environment' | 'isInExec'>, pid: number): string[] | 'in-exec' | null {
  const environment = proc.environment(pid);
  if (environment !== null) return environment;
  // What is in no exec may have come out of it between the two looks.
  return proc.isInExec(pid) ? 'in-exec' : proc.environment(pid);
}
