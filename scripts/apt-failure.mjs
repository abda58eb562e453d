import { commandProblem, NO_SPACE } from './command-problem.mjs';
import { OFFLINE_FIX } from './problem.mjs';

/** @type {import('./command-problem.mjs').Meaning[]} */
const MEANINGS = [
  { ...NO_SPACE, says: /No space left|enough free space/i },
  {
    code: 'offline',
    says: /resolving|Could not connect|Connection (timed out|refused)|Failed to fetch|Unable to locate package/i,
    found: "Debian's packages cannot be reached",
    fix: OFFLINE_FIX,
  },
  {
    code: 'failed',
    says: /Could not get lock|dpkg was interrupted/,
    found: 'another installation is under way, or was cut short',
    fix: 'Let it end (or run `sudo dpkg --configure -a`) and try again.',
  },
];

/** @param {unknown} error What running apt-get threw. */
export const aptProblem = (error) =>
  commandProblem(error, 'Installing system libraries with apt-get', MEANINGS, (output) =>
    output
      .split('\n')
      .filter((line) => /^[EW]: /.test(line))
      .slice(-6)
      .join('\n'),
  );
