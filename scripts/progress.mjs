import { stripVTControlCharacters } from 'node:util';
import { diskProblem } from './disk-failure.mjs';
import { Problem } from './problem.mjs';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const TITLE_WIDTH = 22;

/**
 * One line a step: what it is, how long it took, and whether it had been done before. On a terminal the line lives
 * while the step runs; elsewhere (CI, a file) a step has one line when it starts and one when it ends.
 *
 * @param {{isTTY?: boolean, columns?: number, write(text: string): unknown}} out
 * @param {() => number} now
 */
export function createProgress(out = process.stdout, now = Date.now) {
  /** @param {number} since */
  const elapsed = (since) => `${((now() - since) / 1000).toFixed(1)} s`.padStart(8);
  const clear = out.isTTY ? '\r\u001B[2K' : '';

  return {
    /**
     * @template T
     * @param {string} title
     * @param {(report: {doing: (what: string) => void, note: (text: string) => void, doneBefore: (why?: string) => void}) => T | Promise<T>} work
     * @returns {Promise<T>}
     */
    async step(title, work) {
      const since = now();
      let doing = '';
      let before = '';
      let frame = 0;
      const draw = () => {
        const line = `${FRAMES[(frame += 1) % FRAMES.length]} ${title.padEnd(TITLE_WIDTH)}${elapsed(since)}  ${doing}`;
        out.write(clear + line.slice(0, (out.columns ?? 80) - 1));
      };
      const timer = out.isTTY ? setInterval(draw, FRAME_MS) : undefined;
      let announced = false;
      const report = {
        doing: (/** @type {string} */ what) => {
          doing = what;
          if (!out.isTTY && !announced) out.write(`… ${title}\n`);
          announced = true;
        },
        note: (/** @type {string} */ text) => out.write(`${clear}  ${text}\n`),
        doneBefore: (why = 'done before') => (before = `  (${why})`),
      };
      try {
        const result = await work(report);
        out.write(`${clear}✓ ${title.padEnd(TITLE_WIDTH)}${elapsed(since)}${before}\n`);
        return result;
      } catch (error) {
        out.write(`${clear}✗ ${title.padEnd(TITLE_WIDTH)}${elapsed(since)}\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
    /** @param {string} text */
    say: (text) => void out.write(`${text}\n`),
  };
}

/** @typedef {ReturnType<typeof createProgress>} Progress */

/**
 * What failed, why, and what to do.
 *
 * @param {Problem} problem
 */
export function problemText({ tried, found, fix, details }) {
  // Some programs colour what they say even for a pipe.
  const said = details ? `\n${stripVTControlCharacters(details).replace(/^/gm, '    ')}\n` : '';
  return `\n  What failed  ${tried}\n  Why          ${found}\n  What to do   ${fix}\n${said}`;
}

/**
 * The end of a script that prepares things: a Problem is told as such, and so is a full disk, wherever it was met;
 * anything else is a bug and keeps its stack.
 *
 * @param {unknown} error
 */
export function tellFailure(error) {
  const problem = error instanceof Problem ? error : diskProblem(error, `Writing a file (${String(error)})`);
  if (!problem) throw error;
  process.stderr.write(
    problem.code === 'cancelled' ? '\n  Cancelled. What is done already is kept.\n' : problemText(problem),
  );
  return problem.code === 'cancelled' ? 130 : 1;
}
