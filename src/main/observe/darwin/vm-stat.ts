import type { Reading, Telemetry } from '../../../shared/telemetry';
import { unavailable } from '../reading';

export interface VmStat {
  pageBytes: number;
  /** By the words before the colon, without quotation marks. */
  pages: ReadonlyMap<string, number>;
}

/** A page is a power of two; Apple Silicon's is 16 KiB, a program under Rosetta is told 4. */
const isPageSize = (bytes: number): boolean =>
  bytes >= 4_096 && bytes <= 2 ** 20 && Number.isInteger(Math.log2(bytes));

/** Pure: the whole of `vm_stat`. A figure is whole only with the full stop behind it. */
export function parseVmStat(stdout: string): Reading<VmStat> {
  const pageBytes = Number(/^[^\n]*\(page size of (\d+) bytes\)/.exec(stdout)?.[1]);
  if (!isPageSize(pageBytes)) return unavailable('vm_stat does not tell the size of a page');
  const pages = new Map<string, number>();
  for (const [, key, figure] of stdout.matchAll(/^"?([A-Za-z][^":\n]*)"?:\s+(\d{1,15})\.\s*$/gm)) {
    if (key !== undefined) pages.set(key, Number(figure));
  }
  return { pageBytes, pages };
}

/**
 * Pure: Activity Monitor's parts, as others found them to agree with it (github.com/kemalandic/edgecontrol/pull/17,
 * github.com/ThatOneCalculator/NerdFetch/pull/64; github.com/graelo/pumas/issues/36 for the compressor):
 *
 * - app: anonymous pages that are not purgeable
 * - wired: wired down
 * - compressed: what the compressor occupies, not what is stored in it
 * - cached files: file-backed pages, speculative ones among them, and purgeable ones
 * - free: the rest of the memory. With what vm_stat calls free it holds what the firmware keeps and vm_stat does not list: 0.2 % of 512 GB,
 *   5 % of 16 GB in the recordings. Activity Monitor leaves it out of “Memory Used” too.
 *
 * @param totalBytes hw.memsize
 */
export function memoryOf(vmStat: Reading<VmStat>, totalBytes: Reading<number>): Telemetry['memory'] {
  if ('unavailable' in vmStat) return vmStat;
  if (typeof totalBytes !== 'number') return totalBytes;
  const { pageBytes, pages } = vmStat;
  const [anonymous, fileBacked, purgeable, wired, compressor] = memoryKeys.map((key) => pages.get(key));
  if (
    anonymous === undefined ||
    fileBacked === undefined ||
    purgeable === undefined ||
    wired === undefined ||
    compressor === undefined
  )
    return unavailable('vm_stat does not tell all parts of the memory');
  if (purgeable > anonymous) return unavailable('vm_stat tells more purgeable memory than there is');
  const appBytes = (anonymous - purgeable) * pageBytes;
  const wiredBytes = wired * pageBytes;
  const compressedBytes = compressor * pageBytes;
  const cachedBytes = (fileBacked + purgeable) * pageBytes;
  const usedBytes = appBytes + wiredBytes + compressedBytes;
  const freeBytes = totalBytes - usedBytes - cachedBytes;
  if (freeBytes < 0) return unavailable('the parts in vm_stat exceed the memory');
  return { totalBytes, usedBytes, appBytes, wiredBytes, compressedBytes, cachedBytes, freeBytes, pageBytes };
}

const memoryKeys = [
  'Anonymous pages',
  'File-backed pages',
  'Pages purgeable',
  'Pages wired down',
  'Pages occupied by compressor',
] as const;

/** Pure: pages swapped in and out since the start. */
export function swappedPages({ pages }: VmStat): Reading<[pagesIn: number, pagesOut: number]> {
  const pagesIn = pages.get('Swapins');
  const pagesOut = pages.get('Swapouts');
  return pagesIn === undefined || pagesOut === undefined
    ? unavailable('vm_stat does not tell it')
    : [pagesIn, pagesOut];
}
