/**
 * Where Ray writes on this machine: `--log_dir` of a raylet's command line (on a worker it is the head's path). Null for another command.
 * A path may hold spaces; the next argument ends it.
 */
export function rayLogDirectory(rayletCommand: string): string | null {
  return /\s--log_dir=(\/.*?)(?=\s--|$)/.exec(rayletCommand)?.[1] ?? null;
}
