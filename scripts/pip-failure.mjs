import { commandProblem, NO_SPACE } from './command-problem.mjs';
import { OFFLINE_FIX } from './problem.mjs';

// Runs in Electron 22's main process too (Node 16): no global fetch, no import.meta, no top-level await.

/**
 * An offline pip also says "No matching distribution found", so the network is asked about before the wheel.
 *
 * @type {import('./command-problem.mjs').Meaning[]}
 */
const MEANINGS = [
  NO_SPACE,
  {
    code: 'offline',
    says: /name resolution|Name or service not known|nodename nor servname|NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Network is unreachable|Connection (refused|reset|aborted)|connection broken|ProxyError|Max retries exceeded|SSLError/i,
    found: 'the Python package index cannot be reached',
    fix: OFFLINE_FIX,
  },
  {
    code: 'hash-mismatch',
    says: /DO NOT MATCH THE HASHES/,
    found: 'what was downloaded is not what was expected (its SHA-256 differs)',
    fix: 'Run `pip cache purge` and try again; if it stays so, do not use the file and report it.',
  },
  {
    code: 'no-wheel',
    says: /No matching distribution found|Could not find a version that satisfies/,
    found: 'there is no ready-made package for this machine and its Python',
    fix: 'Use 64-bit Python 3.11 to 3.13 on macOS (Apple Silicon) or Linux; RAYBAR_PYTHON chooses another one.',
  },
  {
    code: 'no-permission',
    says: /Permission denied|Errno 13|EACCES|Read-only file system/i,
    found: 'the folder cannot be written to',
    fix: 'Make it yours (`sudo chown -R "$(id -un)" FOLDER`) and try again.',
  },
];

/**
 * @param {unknown} error What running pip or venv threw.
 * @param {string} tried
 */
export const pipProblem = (error, tried) => commandProblem(error, tried, MEANINGS, lastWords);

/** @param {string} output Its errors, and where it has none the end of what it said. */
function lastWords(output) {
  const lines = output.trim().split('\n');
  const errors = lines.filter((line) => line.startsWith('ERROR:'));
  return (errors.length > 0 ? errors : lines).slice(-6).join('\n');
}
