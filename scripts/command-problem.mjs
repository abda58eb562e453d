import { NO_SPACE_FIX, Problem } from './problem.mjs';
import { CommandFailed } from './run-command.mjs';

// Runs in Electron 22's main process too (Node 16): no global fetch, no import.meta, no top-level await.

/**
 * What a program's words mean, for those who wait for it. The first meaning that matches counts.
 *
 * @typedef {{code: import('./problem.mjs').ProblemCode, says: RegExp, found: string, fix: string}} Meaning
 */

/**
 * A full disk, in the words of Node, of Python and of the system.
 *
 * @type {Meaning}
 */
export const NO_SPACE = {
  code: 'no-space',
  says: /\b(ENOSPC|EDQUOT|Errno 28)\b|no space left on device|disk quota exceeded/i,
  found: 'the disk is full',
  fix: NO_SPACE_FIX,
};

/**
 * @param {unknown} error What running the program threw. Anything but its failure is a bug, and thrown on.
 * @param {string} tried
 * @param {Meaning[]} meanings
 * @param {(output: string) => string} lastWords What of its output helps where no meaning is known.
 * @returns {Problem}
 */
export function commandProblem(error, tried, meanings, lastWords) {
  if (!(error instanceof CommandFailed)) throw error;
  if (error.cancelled) return cancelled(tried, error);
  const meaning = meanings.find(({ says }) => says.test(error.output));
  const { code, found, fix } = meaning ?? {
    code: /** @type {const} */ ('failed'),
    found: error.message,
    fix: 'The lines below tell why. Run it again when that is mended.',
  };
  return new Problem({ code, tried, found, fix, details: lastWords(error.output), cause: error });
}

/**
 * @param {string} tried
 * @param {unknown} cause
 */
export function cancelled(tried, cause) {
  return new Problem({
    code: 'cancelled',
    tried,
    found: 'cancelled',
    fix: 'Start it again any time.',
    cause,
  });
}
