import { statfsSync } from 'node:fs';
import { NO_SPACE } from './command-problem.mjs';
import { Problem } from './problem.mjs';
import { CommandFailed } from './run-command.mjs';

const { says: saysFull, ...noSpace } = NO_SPACE;
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
        (saysFull.test(error.output) || (folder !== undefined && freeBytes(folder) < FULL_BELOW_BYTES))
      : code === 'ENOSPC' || code === 'EDQUOT';
  if (!full) return undefined;
  return new Problem({ ...noSpace, tried, cause: error });
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
