import { promises } from 'node:fs';
import path from 'node:path';
import { countOf, unavailable, wholeLines } from './reading';
import type { Reading, Telemetry } from '../../shared/telemetry';

export type DiskSpace = Telemetry['modelCacheDisk'];

/** As `fs.promises.statfs`. */
export type Statfs = (path: string) => Promise<{ bsize: number; blocks: number; bavail: number }>;

/** Node has it from 18.15 on; before, `df` is asked. */
export const nativeStatfs: Statfs | null =
  typeof promises.statfs === 'function' ? (volume) => promises.statfs(volume) : null;

/** How much a volume has left hardly changes: a look a minute will do. */
export const diskSpaceEveryMs = 60_000;

/** Pure: a folder and those above it, nearest first: a cache that was never used lies on its parent's volume. */
export function withParents(directory: string): string[] {
  const parent = path.dirname(directory);
  return parent === directory ? [directory] : [directory, ...withParents(parent)];
}

/** What is left for programs without special rights. Rejects where no volume can be asked. */
export async function readDiskSpace(directory: string, statfs: Statfs): Promise<DiskSpace> {
  let missing: unknown = new Error(`${directory} is not there`);
  for (const folder of withParents(directory)) {
    try {
      const { bsize, blocks, bavail } = await statfs(folder);
      return diskSpaceOf(directory, bavail * bsize, blocks * bsize);
    } catch (error) {
      missing = error;
    }
  }
  throw missing;
}

/** `df` says on stderr which of them are not there, exits with 1, and lists the others in the order in which it was asked. */
export const dfArguments = (directory: string): string[] => ['-k', '-P', ...withParents(directory)];

/**
 * Columns of `df -k`, with or without `-P` (macOS puts the inodes before the mount point without it). Names and mount points may hold
 * blanks, so the numbers in the middle are looked for.
 */
const dfRow = /^(.+?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(?:\d+%|-)\s+(?:\d+\s+\d+\s+(?:\d+%|-)\s+)?(\/.*)$/;

export interface DfRow {
  device: string;
  mountPoint: string;
  totalBytes: Reading<number>;
  freeBytes: Reading<number>;
}

/** Pure: the volumes that `df -k` lists. */
export function parseDf(stdout: string): DfRow[] {
  return wholeLines(stdout).flatMap((line) => {
    const [, device, total, , free, mountPoint] = dfRow.exec(line.trimEnd()) ?? [];
    if (device === undefined || mountPoint === undefined) return [];
    return { device, mountPoint, totalBytes: kibibytes(total), freeBytes: kibibytes(free) };
  });
}

/** Pure: the volume of a folder, from `df` with dfArguments. */
export function diskSpaceFromDf(directory: string, stdout: string): DiskSpace {
  const row = parseDf(stdout)[0];
  if (row === undefined) return unavailable(`df tells nothing about ${directory}`);
  const { totalBytes, freeBytes } = row;
  if (typeof totalBytes !== 'number') return totalBytes;
  return typeof freeBytes === 'number' ? diskSpaceOf(directory, freeBytes, totalBytes) : freeBytes;
}

const kibibytes = (text: string | undefined): Reading<number> => {
  const count = countOf(text, 'the volume’s size');
  return typeof count === 'number' ? count * 1_024 : count;
};

/** Pure. A pseudo volume (`map auto_home`) has no size at all, which is not the same as being full. */
function diskSpaceOf(directory: string, freeBytes: number, totalBytes: number): DiskSpace {
  return totalBytes > 0 && freeBytes >= 0 && freeBytes <= totalBytes
    ? { path: directory, freeBytes, totalBytes }
    : unavailable(`the volume of ${directory} says ${freeBytes} of ${totalBytes} bytes are free`);
}
