import { commandProblem, NO_SPACE } from './command-problem.mjs';
import { OFFLINE_FIX, Problem } from './problem.mjs';
import { CommandFailed } from './run-command.mjs';

/** @type {import('./command-problem.mjs').Meaning[]} */
const MEANINGS = [
  NO_SPACE,
  {
    code: 'offline',
    says: /\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b|network (timeout|request)/i,
    found: 'the npm registry cannot be reached',
    fix: OFFLINE_FIX,
  },
  {
    code: 'no-permission',
    says: /\b(EACCES|EPERM|EROFS)\b/,
    found: 'a file or folder cannot be written',
    fix: 'Make the checkout and ~/.npm yours (`sudo chown -R "$(id -un)" . ~/.npm`) and try again.',
  },
  {
    code: 'hash-mismatch',
    says: /\bEINTEGRITY\b/,
    found: 'a downloaded package is not what the lock file expects',
    fix: 'Run `npm cache clean --force` and try again; if it stays so, do not use it and report it.',
  },
  {
    code: 'failed',
    says: /can only install packages when your package.json and package-lock.json/,
    found: 'package.json and package-lock.json do not agree',
    fix: 'Run `npm install` once, and commit the lock file.',
  },
];

/** @param {unknown} error What running `npm ci` threw. */
export function npmProblem(error) {
  const tried = 'Installing the npm dependencies (npm ci)';
  if (error instanceof CommandFailed && error.spawnCode === 'ENOENT') {
    return new Problem({
      code: 'wrong-npm',
      tried,
      found: 'there is no npm on this machine',
      fix: 'Install Node with its npm (nodejs.org; on Debian `sudo apt-get install -y npm`) and try again.',
    });
  }
  return commandProblem(error, tried, MEANINGS, lastWords);
}

/** @param {string} output npm's errors without its advice on where the log lies. */
const lastWords = (output) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('npm error') && !line.includes('complete log'))
    .slice(0, 8)
    .join('\n');
