import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npmProblem } from './npm-failure.mjs';
import { NODE_MODULES, ROOT, STAMPS } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { digest, stamp } from './stamps.mjs';

const INSTALL_LIMIT_MS = 10 * 60_000;
/** npm writes this last. */
const INSTALLED = path.join(NODE_MODULES, '.package-lock.json');

/**
 * node_modules exactly as the lock file says. Someone's own `npm install` counts as well, as long as it left
 * node_modules in step with the lock file.
 *
 * @param {{signal?: AbortSignal, onProgress: (doing: string) => void}} options
 * @returns {Promise<{fresh: boolean}>}
 */
export async function prepareNpmDependencies({ signal, onProgress }) {
  const done = stamp(STAMPS, 'npm-dependencies');
  const key = dependenciesKey();
  if (existsSync(INSTALLED) && done.isDone(key)) return { fresh: false };

  onProgress('npm ci');
  done.remove();
  const [program, args] = npmCommand(process.env);
  try {
    // `error`: EBADENGINE and deprecations are nothing that a person who starts Raybar can act on.
    await runCommand(program, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: ROOT,
      signal,
      timeoutMs: INSTALL_LIMIT_MS,
    });
  } catch (error) {
    throw npmProblem(error);
  }
  done.write(key);
  return { fresh: true };
}

/** Which packages: the lock file. Which of their prebuilt parts: the platform. */
function dependenciesKey() {
  const lock = readFileSync(path.join(ROOT, 'package-lock.json'));
  return digest(lock, process.platform, process.arch);
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
