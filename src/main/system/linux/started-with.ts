import { setTimeout as delay } from 'node:timers/promises';
import type { ProcFiles } from './proc-files';

/** In the middle of an exec a process shows no environment at all; a kernel thread never has one. */
const execTries = 3;
const execMs = 2;

/** The processes that were started with the assignment and with none of `without`: one read of /proc each. */
export async function startedWith(
  proc: Pick<ProcFiles, 'pids' | 'environment'>,
  assignment: string,
  without: readonly string[],
): Promise<number[]> {
  const found: number[] = [];
  let asked = proc.pids();
  for (let tries = 0; tries < execTries && asked.length > 0; tries += 1) {
    if (tries > 0) await delay(execMs);
    const blank: number[] = [];
    for (const pid of asked) {
      const environment = proc.environment(pid);
      if (environment === null) continue;
      if (!environment.some((one) => one !== '')) blank.push(pid);
      else if (environment.includes(assignment) && !without.some((other) => environment.includes(other)))
        found.push(pid);
    }
    asked = blank;
  }
  return found;
}
