import type { ProcessRow } from '../process-row';

/**
 * The columns of `ps` that a row is made of. `-ww`: no column is cut; `lstart` has its five words only under LC_ALL=C.
 * The command stands last because it may hold anything.
 */
export const psColumns = ['-ww', '-o', 'pid=,ppid=,pgid=,stat=,lstart=,command='] as const;

/** e.g. `  718     1   718 Ss   Thu Aug 13 07:03:57 2026     /usr/libexec/logd` */
const rowPattern = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}) +(.*)$/;

/** Pure: the rows of `ps` with psColumns. Zombies, and lines that are no row (a title with a line break), are left out. */
export function parsePsListing(stdout: string): ProcessRow[] {
  return stdout.split('\n').flatMap((line) => {
    const [, pid, ppid, pgid, stat, startToken, command] = rowPattern.exec(line) ?? [];
    if (stat === undefined || startToken === undefined || command === undefined || stat.startsWith('Z'))
      return [];
    return {
      pid: Number(pid),
      ppid: Number(ppid),
      pgid: Number(pgid),
      startToken,
      command: command.trimEnd(),
    };
  });
}
