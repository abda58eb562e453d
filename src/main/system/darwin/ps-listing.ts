import type { MeasuredProcessRow } from '../process-row';

/**
 * The columns of `ps` that a row is made of. `-ww`: no column is cut; `lstart` has its five words only under LC_ALL=C.
 * The command stands last because it may hold anything. `rss` and `time` come for nothing with a listing that is made anyway.
 */
export const psColumns = ['-ww', '-o', 'pid=,ppid=,pgid=,stat=,rss=,time=,lstart=,command='] as const;

/** Every process there is. */
export const listingArguments = ['-ax', ...psColumns] as const;

/** e.g. `  718     1   718 Ss    28512   1:35.69 Thu Aug 13 07:03:57 2026     /usr/libexec/logd` */
const rowPattern =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}) +(.*)$/;

/** Pure: the rows of `ps` with psColumns. Zombies, and lines that are no row (a title with a line break), are left out. */
export function parsePsListing(stdout: string): MeasuredProcessRow[] {
  return stdout.split('\n').flatMap((line) => {
    const [, pid, ppid, pgid, stat, rss, time, startToken, command] = rowPattern.exec(line) ?? [];
    if (stat === undefined || startToken === undefined || command === undefined || stat.startsWith('Z'))
      return [];
    return {
      pid: Number(pid),
      ppid: Number(ppid),
      pgid: Number(pgid),
      startToken,
      command: command.trimEnd(),
      cpuTimeMs: cpuTimeMs(time ?? ''),
      residentBytes: /^\d+$/.test(rss ?? '') ? Number(rss) * 1_024 : null,
    };
  });
}

/** Pure: `M:SS.cc`, minutes as many as there are (`1:35.69`, `235:12.03`); some versions put hours or days before. */
export function cpuTimeMs(time: string): number | null {
  const parts = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d\d(?:[.,]\d+)?)$/.exec(time);
  if (parts === null) return null;
  const [days, hours, minutes, seconds] = parts
    .slice(1)
    .map((part: string | undefined) => Number((part ?? '0').replace(',', '.')));
  const sum = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return Math.round(sum * 1_000);
}
