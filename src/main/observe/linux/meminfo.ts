import type { Reading, Telemetry } from '../../../shared/telemetry';
import { unavailable } from '../reading';

/** Pure: /proc/meminfo (proc_meminfo(5)) in bytes; lines that are none are left out. */
export function parseMeminfo(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const [, name, kibibytes] of text.matchAll(/^([\w()]+):\s+(\d{1,13}) kB$/gm)) {
    if (name !== undefined) values.set(name, Number(kibibytes) * 1_024);
  }
  return values;
}

/**
 * Pure: Linux' memory in the parts of a Mac.
 *
 * - app: anonymous pages and shared memory (tmpfs, and so the object store), locked or not
 * - compressed: what zswap's and zram's pools hold (before Linux 5.19 zswap's is not told, and counts as wired)
 * - cached: the page cache without shared memory, buffers, and slabs that can be given back
 * - free: MemFree
 * - wired: the rest, which only the kernel can hold: page tables, stacks, other slabs, drivers, huge pages set aside
 *
 * The counters are not taken at one moment; should their sum exceed the total, the cache is taken for smaller.
 */
export function memoryOf(
  meminfo: ReadonlyMap<string, number>,
  zramBytes: number,
  pageBytes: number,
): Telemetry['memory'] {
  const [total, free, anonymous, cached] = ['MemTotal', 'MemFree', 'AnonPages', 'Cached'].map((name) =>
    meminfo.get(name),
  );
  if (total === undefined || free === undefined || anonymous === undefined || cached === undefined)
    return unavailable('/proc/meminfo does not tell all parts of the memory');
  const shared = meminfo.get('Shmem') ?? 0;
  const appBytes = anonymous + shared;
  const compressedBytes = (meminfo.get('Zswap') ?? 0) + zramBytes;
  const givenBack = (meminfo.get('Buffers') ?? 0) + (meminfo.get('SReclaimable') ?? 0);
  const left = total - free - appBytes - compressedBytes;
  const cachedBytes = Math.min(cached - shared + givenBack, left);
  if (total <= 0 || cachedBytes < 0) return unavailable('the parts in /proc/meminfo exceed the memory');
  const wiredBytes = left - cachedBytes;
  return {
    totalBytes: total,
    usedBytes: appBytes + wiredBytes + compressedBytes,
    appBytes,
    wiredBytes,
    compressedBytes,
    cachedBytes,
    freeBytes: free,
    pageBytes,
  };
}

/** Pure: what zram devices take of the memory, the third figure of /sys/block/zram0/mm_stat (kernel docs: zram.rst). */
export function zramBytesOf(mmStat: string): number {
  const used = /^\s*\d+\s+\d+\s+(\d+)\s/.exec(mmStat)?.[1];
  return used === undefined ? 0 : Number(used);
}

/** Pure: pages swapped in and out since the start, of /proc/vmstat; unavailable where the kernel has no swap. */
export function swappedPages(vmstat: string): Reading<[pagesIn: number, pagesOut: number]> {
  const pagesIn = /^pswpin (\d{1,15})\n/m.exec(vmstat)?.[1];
  const pagesOut = /^pswpout (\d{1,15})\n/m.exec(vmstat)?.[1];
  return pagesIn === undefined || pagesOut === undefined
    ? unavailable('/proc/vmstat does not tell it')
    : [Number(pagesIn), Number(pagesOut)];
}

/** Pure: used and total swap of meminfo; the rates come from vmstat. */
export function swapOf(
  meminfo: ReadonlyMap<string, number>,
): Reading<{ usedBytes: number; totalBytes: number }> {
  const totalBytes = meminfo.get('SwapTotal');
  const free = meminfo.get('SwapFree');
  if (totalBytes === undefined || free === undefined || free > totalBytes)
    return unavailable('/proc/meminfo does not tell the swap');
  return { usedBytes: totalBytes - free, totalBytes };
}
