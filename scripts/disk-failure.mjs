import { statfsSync } from 'node:fs';
import { NO_SPACE_FIX, Problem } from './problem.mjs';
import { CommandFailed } from './run-command.mjs';

const SAYS_FULL = /\b(ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i;
/** Less than this is left where something has just failed for want of space: programs stop at the first block that they don't get. */
const FULL_BELOW_BYTES = 4 * 1024 * 1024;

/**
 * A full disk, told as such: the code of Node's own error, the failed program's words, or, where a program fails without a
 * word (an AppImage that unpacks itself), what is left on the disk that it wrote to.
 *
 * @param {unknown} error
 * @param {string} tried
 * @param {string} [folder] Where it was written to.
 * @param {(folder: string) => number} [freeBytes]
 * @returns {Problem | undefined} undefined where it is something else
 */
export function diskProblem(error, tried, folder, freeBytes = freeBytesOf) {
  if (!(error instanceof Error)) return undefined;
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  const full =
    error instanceof CommandFailed
      ? !error.cancelled &&
        (SAYS_FULL.test(error.output) || (folder !== undefined && freeBytes(folder) < FULL_BELOW_BYTES))
      : code === 'ENOSPC' || code === 'EDQUOT';
  if (!full) return undefined;
  return new Problem({ code: 'no-space', tried, found: 'the disk is full', fix: NO_SPACE_FIX, cause: error });
}

/** @param {string} folder What is left for those who are not root. */
function freeBytesOf(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
