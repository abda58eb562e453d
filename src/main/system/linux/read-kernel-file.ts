import { closeSync, openSync, readSync } from 'node:fs';

/** Most files of /proc and /sys are much shorter. Shared by all reads: nothing of it outlives one. */
const piece = Buffer.allocUnsafeSlow(64 * 1_024);

/**
 * The kernel fills a page for one read and ends it at a record's end. No record here is longer than half a page, so that what is shorter than that
 * is the whole file, and the read that would only say so is saved.
 */
const surelyWholeBytes = 2_048;

/**
 * A file of /proc or /sys as text; null for what is not there, not ours to read, or gone meanwhile. Synchronous, and in three calls to the
 * kernel: readFileSync makes five, and a buffer for each file (`npm run bench -- telemetry` has the whole sample's cost).
 */
export function readKernelFile(path: string, encoding: 'utf8' | 'latin1' = 'utf8'): string | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const length = readSync(file, piece, 0, piece.length, null);
    if (length < surelyWholeBytes) return piece.toString(encoding, 0, length);
    const pieces = [Buffer.from(piece.subarray(0, length))];
    for (;;) {
      const more = readSync(file, piece, 0, piece.length, null);
      if (more === 0) return Buffer.concat(pieces).toString(encoding);
      pieces.push(Buffer.from(piece.subarray(0, more)));
    }
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}
