import { existsSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPython, venvMissing } from './find-python.mjs';
import { pipProblem } from './pip-failure.mjs';
import { Problem } from './problem.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

// Also imported by the app itself (src/main/setup), which Electron 22 runs on Node 16: Node's builtins only, no
// global fetch, no import.meta, no top-level await.

/** The Ray that Raybar is built and tested with. */
export const RAY_VERSION = '2.53.0';
const STAMP = 'raybar-environment.json';
const INSTALL_LIMIT_MS = 20 * 60_000;

/**
 * @typedef {object} PythonEnvironment
 * @property {string} dir
 * @property {string} python
 * @property {string} ray
 * @property {string} rayVersion
 * @property {string} pythonVersion
 */

/**
 * Makes `dir` a virtual environment with `ray[default]` in it, or finds that it is one already. It is built in
 * place, because its scripts carry their absolute path; the stamp is written last, so a half-built one is built anew.
 *
 * @param {object} options
 * @param {string} options.dir
 * @param {string} [options.rayVersion]
 * @param {string} [options.preferVersion] The head's Python version: Ray wants them equal.
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(doing: string) => void} [options.onProgress]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<PythonEnvironment & {fresh: boolean}>} `fresh`: it had to be built.
 */
export async function preparePythonEnvironment({
  dir,
  rayVersion = RAY_VERSION,
  preferVersion,
  env = process.env,
  onProgress = () => {},
  signal,
}) {
  const ready = readPythonEnvironment(dir);
  if (ready?.rayVersion === rayVersion && (!preferVersion || ready.pythonVersion === preferVersion)) {
    return { ...ready, fresh: false };
  }

  onProgress('looking for Python');
  const found = await findPython({ env, preferVersion, signal });
  const pythonVersion = found.version.join('.');
  // The best Python there is may already be in it, though it is not quite the one that was wished for.
  if (ready?.rayVersion === rayVersion && ready.pythonVersion === pythonVersion)
    return { ...ready, fresh: false };

  const python = path.join(dir, 'bin', 'python');
  rmSync(path.join(dir, STAMP), { force: true });
  onProgress(`making an environment with Python ${pythonVersion}`);
  await makeVenv(found, dir, { env, signal });
  await installRay(python, rayVersion, { env, signal, onProgress });

  onProgress('checking Ray');
  const installed = await rayVersionOf(python, { env, signal });
  if (installed !== rayVersion) {
    throw new Problem({
      code: 'failed',
      tried: `Installing Ray ${rayVersion}`,
      found: `pip was content, but the environment has Ray ${installed}`,
      fix: `Remove ${dir} and try again.`,
    });
  }
  const stamp = { rayVersion, pythonVersion, interpreter: interpreterMark(python) };
  writeFileSync(path.join(dir, STAMP), `${JSON.stringify(stamp, null, 2)}\n`);
  return { ...describe(dir, rayVersion, pythonVersion), fresh: true };
}

/**
 * The environment in `dir`, when it is whole. Costs two file reads and starts nothing.
 *
 * @param {string} dir
 * @returns {PythonEnvironment | undefined}
 */
export function readPythonEnvironment(dir) {
  try {
    const stamp = JSON.parse(readFileSync(path.join(dir, STAMP), 'utf8'));
    const python = path.join(dir, 'bin', 'python');
    // The interpreter is only linked to: when it was upgraded or removed, the environment is not what it was.
    if (stamp.interpreter !== interpreterMark(python) || !existsSync(path.join(dir, 'bin', 'ray')))
      return undefined;
    return describe(dir, stamp.rayVersion, stamp.pythonVersion);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} dir
 * @param {string} rayVersion
 * @param {string} pythonVersion
 * @returns {PythonEnvironment}
 */
const describe = (dir, rayVersion, pythonVersion) => ({
  dir,
  python: path.join(dir, 'bin', 'python'),
  ray: path.join(dir, 'bin', 'ray'),
  rayVersion,
  pythonVersion,
});

/** @param {string} python */
function interpreterMark(python) {
  const real = realpathSync(python);
  const { size, mtimeMs } = statSync(real);
  return `${real} ${size} ${Math.round(mtimeMs)}`;
}

/**
 * @param {import('./find-python.mjs').FoundPython} found
 * @param {string} dir
 * @param {{env: NodeJS.ProcessEnv, signal?: AbortSignal}} options
 */
async function makeVenv(found, dir, { env, signal }) {
  try {
    await runCommand(found.executable, ['-m', 'venv', '--clear', dir], { env, signal, timeoutMs: 120_000 });
  } catch (error) {
    if (
      error instanceof CommandFailed &&
      /ensurepip is not available|No module named (venv|ensurepip)/.test(error.output)
    ) {
      throw venvMissing(found);
    }
    throw pipProblem(error, `Making a Python environment in ${dir}`);
  }
}

/**
 * @param {string} python
 * @param {string} rayVersion
 * @param {{env: NodeJS.ProcessEnv, signal?: AbortSignal, onProgress: (doing: string) => void}} options
 */
async function installRay(python, rayVersion, { env, signal, onProgress }) {
  const requirement = `ray[default]==${rayVersion}`;
  // Wheels only: a machine without a C compiler gets a clear word instead of a failed build.
  const args = ['-m', 'pip', 'install', '--only-binary=:all:', '--disable-pip-version-check', '--no-input'];
  try {
    await runCommand(python, [...args, '--retries', '2', '--timeout', '20', requirement], {
      env,
      signal,
      timeoutMs: INSTALL_LIMIT_MS,
      onLine: (line) => {
        const doing = pipProgress(line);
        if (doing) onProgress(doing);
      },
    });
  } catch (error) {
    throw pipProblem(error, `Installing ${requirement}`);
  }
}

/** @param {string} line One line of pip's output, as a person wants to read it; nothing for the rest. */
export function pipProgress(line) {
  const download = /^\s*Downloading (\S+?)-\d\S* \((.+)\)$/.exec(line);
  if (download) return `downloading ${download[1]} (${download[2]})`;
  const collect = /^Collecting ([A-Za-z0-9._-]+)/.exec(line);
  if (collect) return `resolving ${collect[1]}`;
  return line.startsWith('Installing collected packages') ? 'unpacking the packages' : undefined;
}

/**
 * @param {string} python
 * @param {{env: NodeJS.ProcessEnv, signal?: AbortSignal}} options
 */
async function rayVersionOf(python, { env, signal }) {
  const code = 'import importlib.metadata as m; print(m.version("ray"))';
  const { stdout } = await runCommand(python, ['-I', '-c', code], { env, signal, timeoutMs: 30_000 });
  return stdout.trim();
}
