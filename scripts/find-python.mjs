import { existsSync, readdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { runCommand } from './run-command.mjs';

// Runs in Electron 22's main process too (Node 16): no global fetch, no import.meta, no top-level await.

/** Ray 2.53.0 has wheels for 3.10 to 3.13; Raybar itself asks for 3.11. */
export const OLDEST_PYTHON = [3, 11];
export const NEWEST_PYTHON = [3, 13];

/**
 * @typedef {object} FoundPython
 * @property {string} executable
 * @property {[number, number, number]} version
 * @property {boolean} hasVenv Debian splits venv off into a package of its own.
 */

const PROBE = `
import importlib.util as u, json, sys
print(json.dumps({
  "executable": sys.executable,
  "version": list(sys.version_info[:3]),
  "hasVenv": bool(u.find_spec("venv") and u.find_spec("ensurepip")),
}))`;

/**
 * The Python to build the environment with. RAYBAR_PYTHON decides when it is set. Else the first that will do, in
 * the order: the version asked for (the head's own, when it is known), 3.13 to 3.11, `python3`, pyenv's.
 *
 * @param {{env?: NodeJS.ProcessEnv, preferVersion?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<FoundPython>}
 */
export async function findPython({ env = process.env, preferVersion, signal } = {}) {
  const chosen = env['RAYBAR_PYTHON'];
  const candidates = chosen ? [chosen] : pythonCandidates(env);
  /** @type {FoundPython[]} */
  const found = [];
  for (const candidate of candidates) {
    const python = await probePython(candidate, env, signal);
    if (!python || found.some((known) => known.executable === python.executable)) continue;
    found.push(python);
    // Without a wish the first good one is it, and no other needs to be started.
    if (!preferVersion && suits(python)) return python;
  }
  return choosePython(found, { chosen, preferVersion });
}

/**
 * @param {FoundPython[]} found
 * @param {{chosen?: string, preferVersion?: string}} wishes
 * @returns {FoundPython}
 */
export function choosePython(found, { chosen, preferVersion } = {}) {
  const tried = chosen ? `Looking for Python at RAYBAR_PYTHON=${chosen}` : 'Looking for Python 3.11 to 3.13';
  const good = found.filter(suits);
  const [wantedMajor, wantedMinor] = preferVersion?.split('.').map(Number) ?? [];
  const best =
    good.find(({ version }) => version.join('.') === preferVersion) ??
    good.find(({ version: [major, minor] }) => major === wantedMajor && minor === wantedMinor) ??
    good[0];
  if (best) return best;

  const withoutVenv = found.find(({ version }) => isSupported(version));
  if (withoutVenv) throw venvMissing(withoutVenv);
  const seen = found.map(({ version, executable }) => `${version.join('.')} (${executable})`).join(', ');
  if (found.length === 0) {
    throw new Problem({
      code: 'no-python',
      tried,
      found: chosen ? 'no Python starts there' : 'there is none on this machine',
      fix: chosen ? 'Set RAYBAR_PYTHON to a python3 that runs, or unset it.' : INSTALL_PYTHON,
    });
  }
  const tooOld = found.every(({ version }) => compareMinor(version, OLDEST_PYTHON) < 0);
  throw new Problem({
    code: tooOld ? 'python-too-old' : 'python-not-supported',
    tried,
    found: `only ${seen}${tooOld ? '' : ', for which Ray 2.53.0 has no wheel'}`,
    fix: INSTALL_ANOTHER_PYTHON,
  });
}

const INSTALL_PYTHON =
  process.platform === 'darwin'
    ? 'Install one: `brew install python@3.12`, or the installer of python.org; or set RAYBAR_PYTHON to one.'
    : 'Install one: `sudo apt-get install -y python3 python3-venv`; or set RAYBAR_PYTHON to one.';

/** Where the system's own Python is the wrong one, installing that again is no help. */
const INSTALL_ANOTHER_PYTHON =
  process.platform === 'darwin'
    ? INSTALL_PYTHON
    : 'Install another beside it: `uv python install 3.13` (uv is in PyPI), or python3.13 and python3.13-venv where your distribution has them; then set RAYBAR_PYTHON to it.';

/** @param {FoundPython} python */
export function venvMissing({ executable, version }) {
  return new Problem({
    code: 'no-venv',
    tried: `Making a Python environment with ${executable}`,
    found: 'its venv or ensurepip module is missing (Debian and Ubuntu ship them apart)',
    fix: `Run \`sudo apt-get install -y ${venvPackage(version)}\` and try again.`,
    packages: [venvPackage(version)],
  });
}

/** @param {readonly number[]} version */
export const venvPackage = ([major, minor]) => `python${major}.${minor}-venv`;

/** @param {readonly number[]} version */
export const isSupported = (version) =>
  compareMinor(version, OLDEST_PYTHON) >= 0 && compareMinor(version, NEWEST_PYTHON) <= 0;

/** @param {FoundPython} python */
const suits = (python) => python.hasVenv && isSupported(python.version);

/**
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
const compareMinor = (a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);

/** @param {NodeJS.ProcessEnv} env */
function pythonCandidates(env) {
  const names = ['python3.13', 'python3.12', 'python3.11', 'python3'];
  // A menubar app gets launchd's short PATH, so the usual places are named as well.
  const folders = [...(env['PATH'] ?? '').split(':'), '/opt/homebrew/bin', '/usr/local/bin', '/usr/bin'];
  const installed = names.flatMap((name) =>
    folders
      .map((folder) => path.join(folder, name))
      .filter((file) => path.isAbsolute(file) && existsSync(file)),
  );
  return [...new Set([...installed, ...pyenvPythons(env)])];
}

/** @param {NodeJS.ProcessEnv} env pyenv's shims only start the versions that are switched on, so look behind them. */
function pyenvPythons(env) {
  const versions = path.join(
    env['PYENV_ROOT'] ?? path.join(env['HOME'] ?? os.homedir(), '.pyenv'),
    'versions',
  );
  try {
    return readdirSync(versions)
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((version) => path.join(versions, version, 'bin', 'python3'))
      .filter((file) => existsSync(file));
  } catch {
    return [];
  }
}

/**
 * @param {string} candidate
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} [signal]
 * @returns {Promise<FoundPython | undefined>}
 */
async function probePython(candidate, env, signal) {
  try {
    const { stdout } = await runCommand(candidate, ['-I', '-c', PROBE], { env, signal, timeoutMs: 10_000 });
    const { executable, version, hasVenv } = JSON.parse(stdout);
    return { executable: realpathSync(executable), version, hasVenv };
  } catch {
    return undefined; // A shim without its Python, or macOS's stub that asks for the developer tools.
  }
}
