import type { System } from '../system/system';

/**
 * Where Ray writes on this machine: `--log_dir` of a raylet's command line (on a worker it is the head's path). Null for another command.
 * A path may hold spaces; the next argument ends it.
 */
export function rayLogDirectory(rayletCommand: string): string | null {
  return /\s--log_dir=(\/.*?)(?=\s--|$)/.exec(rayletCommand)?.[1] ?? null;
}

/** Asks for the raylet's command line once, and remembers the answer while it is the same raylet. */
export function rayLogDirectoryOf(
  system: Pick<System, 'listProcesses'>,
  rayletPid: () => number | null,
): () => Promise<string | null> {
  let known: { pid: number; directory: string } | null = null;
  return async () => {
    const pid = rayletPid();
    if (pid === null) return null;
    if (known?.pid === pid) return known.directory;
    const raylet = (await system.listProcesses()).find((row) => row.pid === pid);
    const directory = raylet ? rayLogDirectory(raylet.command) : null;
    if (directory !== null) known = { pid, directory };
    return directory;
  };
}
