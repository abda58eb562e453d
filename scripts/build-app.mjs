import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { relinkElectronRuntime } from './electron-runtime.mjs';
import { prepareNpmDependencies } from './npm-dependencies.mjs';
import { NODE_MODULES, ROOT, STAMPS } from './paths.mjs';
import { Problem } from './problem.mjs';
import { createProgress, tellFailure } from './progress.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';
import { cancelled } from './command-problem.mjs';
import { diskProblem } from './disk-failure.mjs';
import { digest, stamp } from './stamps.mjs';

const BUILD_LIMIT_MS = 5 * 60_000;
/** What the bundles are made of. The scripts count too: main carries the one that prepares Python. */
const SOURCES = ['src', 'scripts', 'electron.vite.config.ts', 'vite.cli.config.ts', 'package-lock.json'];
const PRODUCTS = ['out/main/index.cjs', 'out/preload/index.cjs', 'out/renderer', 'out/cli/raybar.cjs'];

/** `npm run build` */
export async function main() {
  const progress = createProgress();
  try {
    await progress.step('npm dependencies', async ({ doing, doneBefore }) => {
      const { fresh } = await prepareNpmDependencies({ onProgress: doing });
      if (!fresh) doneBefore();
    });
    relinkElectronRuntime();
    await buildApp({ progress });
    return 0;
  } catch (error) {
    return tellFailure(error);
  }
}

/**
 * Bundles the app and the command, unless nothing that they are made of has changed.
 *
 * @param {{progress: import('./progress.mjs').Progress, signal?: AbortSignal}} options
 */
export function buildApp({ progress, signal }) {
  return progress.step('build', async ({ doing, doneBefore }) => {
    const done = stamp(STAMPS, 'build');
    const key = sourcesKey(ROOT, SOURCES);
    if (PRODUCTS.every((file) => existsSync(path.join(ROOT, file))) && done.isDone(key)) {
      doneBefore('nothing changed');
      return;
    }
    done.remove();
    doing('the app');
    await bundle('electron-vite/bin/electron-vite.js', ['build'], signal);
    doing('the raybar command');
    await bundle('vite/bin/vite.js', ['build', '--config', 'vite.cli.config.ts'], signal);
    chmodSync(path.join(ROOT, 'out/cli/raybar.cjs'), 0o755);
    done.write(key);
  });
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {AbortSignal} [signal]
 */
async function bundle(program, args, signal) {
  try {
    const command = [path.join(NODE_MODULES, program), ...args];
    await runCommand(process.execPath, command, { cwd: ROOT, signal, timeoutMs: BUILD_LIMIT_MS });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    if (error.cancelled) throw cancelled('Building', error);
    throw (
      diskProblem(error, 'Building the app', ROOT) ??
      new Problem({
        code: 'build-failed',
        tried: 'Building the app',
        found: 'a source file does not compile',
        fix: 'Mend what the lines below say; `npm run types` tells more.',
        details: error.output.trim().split('\n').slice(-30).join('\n'),
        cause: error,
      })
    );
  }
}

/**
 * Sizes and times of all source files: a few milliseconds, where hashing their contents would cost more.
 *
 * @param {string} root
 * @param {string[]} sources
 */
export function sourcesKey(root, sources) {
  const rows = sources.flatMap((source) => listFiles(path.join(root, source)));
  return digest(...rows.map((file) => `${path.relative(root, file)} ${mark(file)}`));
}

/** @param {string} file */
function mark(file) {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}

/**
 * @param {string} from
 * @returns {string[]}
 */
function listFiles(from) {
  if (!statSync(from).isDirectory()) return [from];
  return readdirSync(from, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(path.join(from, entry.name)) : path.join(from, entry.name),
    );
}
