import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npmProblem } from './npm-failure.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { runCommand } from './run-command.mjs';

const INSTALL_LIMIT_MS = 10 * 60_000;
/** npm's own pauses between attempts let an offline machine wait for 70 s. */
const QUICK_RETRIES = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000'];

/**
 * node_modules exactly as the lock file says. Someone's own `npm install` counts as well, as long as it left the
 * two in step.
 *
 * @param {{signal?: AbortSignal, onProgress: (doing: string) => void}} options
 * @returns {Promise<{fresh: boolean}>}
 */
export async function prepareNpmDependencies({ signal, onProgress }) {
  // npm writes this last, so a half-done installation has none.
  const installed = readLock(path.join(NODE_MODULES, '.package-lock.json'));
  const wanted = readLock(path.join(ROOT, 'package-lock.json'));
  if (installed && wanted && isInStep(wanted, installed)) return { fresh: false };

  onProgress('npm ci');
  const [program, args] = npmCommand(process.env);
  // No package needs its install script; one would compile an addon that is only a speed-up. And at the level of
  // errors: EBADENGINE and deprecations are nothing that a person who starts Raybar can act on.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...QUICK_RETRIES];
  try {
    await runCommand(program, [...args, 'ci', ...flags], { cwd: ROOT, signal, timeoutMs: INSTALL_LIMIT_MS });
  } catch (error) {
    throw npmProblem(error);
  }
  return { fresh: true };
}

/**
 * @typedef {{packages: Record<string, {version?: string, integrity?: string, optional?: boolean}>}} Lock
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function isInStep(wanted, installed) {
  const names = Object.keys(wanted.packages).filter((name) => name !== '');
  const allThere = names.every((name) => {
    const found = installed.packages[name];
    // An optional one is for another platform, or did not install: either way npm was content.
    if (!found) return wanted.packages[name].optional === true;
    return (
      found.version === wanted.packages[name].version && found.integrity === wanted.packages[name].integrity
    );
  });
  return allThere && Object.keys(installed.packages).every((name) => name in wanted.packages);
}

/**
 * @param {string} file
 * @returns {Lock | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The npm that started us, when it was one; else the one on the PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {[program: string, args: string[]]}
 */
export function npmCommand({ npm_execpath: cli }) {
  return cli?.endsWith('npm-cli.js') ? [process.execPath, [cli]] : ['npm', []];
}
