import { existsSync, readFileSync } from 'node:fs';
import { findPython } from './find-python.mjs';
import { STAMPS } from './paths.mjs';
import { aptProblem } from './apt-failure.mjs';
import { Problem } from './problem.mjs';
import { runCommand } from './run-command.mjs';
import { digest, stamp } from './stamps.mjs';
import { SYSTEM_PACKAGES, installedPackages, missingPackages, needsOf } from './system-packages.mjs';

const APT_LIMIT_MS = 10 * 60_000;

/**
 * The libraries that Linux has to have: installed when we are root, else named in the one line that installs them.
 *
 * @param {object} options
 * @param {'start' | 'test'} options.purpose
 * @param {(doing: string) => void} options.onProgress
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<{fresh: boolean, skipped?: string}>}
 */
export async function prepareSystemLibraries({ purpose, onProgress, signal }) {
  if (process.platform !== 'linux') return { fresh: false, skipped: 'nothing needed on macOS' };
  if (!existsSync('/usr/bin/dpkg-query'))
    return { fresh: false, skipped: 'not Debian or Ubuntu: left to you' };

  const needs = needsOf(purpose, process.env);
  const done = stamp(STAMPS, `system-libraries-${purpose}`);
  const key = digest(needs.join(), JSON.stringify(SYSTEM_PACKAGES), readFileSync('/etc/os-release'));
  if (done.isDone(key)) return { fresh: false };

  onProgress('looking at what is installed');
  const format = '${Package} ${db:Status-Status}\n';
  const { stdout } = await runCommand('dpkg-query', ['-W', '-f', format], { signal, keepLines: Infinity });
  const missing = missingPackages(needs, installedPackages(stdout));
  const pythonPackages = await missingPythonPackages(signal);
  if (missing.length === 0 && pythonPackages.length === 0) {
    done.write(key);
    return { fresh: false };
  }
  if (process.getuid?.() !== 0) {
    const names = [...missing.map(({ name }) => lastOf(name)), ...pythonPackages];
    const reasons = missing.map(({ name, why }) => `${lastOf(name)} (${why})`);
    throw new Problem({
      code: 'system-libraries',
      tried: 'Looking for the system libraries that Raybar needs',
      found: `missing: ${[...reasons, ...pythonPackages].join(', ')}`,
      fix: `Run this, and then again what you ran:\n\n    sudo apt-get update && sudo apt-get install -y ${names.join(' ')}\n`,
    });
  }
  await install(missing, pythonPackages, { onProgress, signal });
  done.write(key);
  return { fresh: true };
}

/**
 * Debian ships Python's venv apart, so a machine can have a Python that cannot make an environment.
 *
 * @param {AbortSignal} [signal]
 */
async function missingPythonPackages(signal) {
  try {
    await findPython({ signal });
    return [];
  } catch (error) {
    if (!(error instanceof Problem) || process.env['RAYBAR_PYTHON']) return [];
    if (error.code === 'no-venv') return error.packages ?? [];
    return error.code === 'no-python' || error.code === 'python-too-old' ? ['python3', 'python3-venv'] : [];
  }
}

/**
 * @param {{name: string[]}[]} missing
 * @param {string[]} pythonPackages
 * @param {{onProgress: (doing: string) => void, signal?: AbortSignal}} options
 */
async function install(missing, pythonPackages, { onProgress, signal }) {
  const options = {
    signal,
    timeoutMs: APT_LIMIT_MS,
    // Some packages of the tests bring a service: offline, systemctl starts none of them.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', SYSTEMD_OFFLINE: '1' },
  };
  try {
    onProgress('apt-get update');
    await runCommand('apt-get', ['update', '-q', '-o', 'DPkg::Lock::Timeout=120'], options);
    const names = await Promise.all(missing.map(({ name }) => firstKnown(name, signal)));
    const packages = [...names, ...pythonPackages];
    onProgress(`apt-get install ${packages.join(' ')}`);
    const flags = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
    await runCommand('apt-get', ['install', ...flags, ...packages], options);
  } catch (error) {
    throw aptProblem(error);
  }
}

/** @param {string[]} names The oldest name, which every release still answers to. */
const lastOf = (names) => names[names.length - 1];

/**
 * @param {string[]} names
 * @param {AbortSignal} [signal]
 */
async function firstKnown(names, signal) {
  for (const name of names.slice(0, -1)) {
    // A virtual package has no candidate, and apt would ask which of its providers is meant.
    const { stdout } = await runCommand('apt-cache', ['policy', name], { signal });
    if (/Candidate: (?!\(none\))/.test(stdout)) return name;
  }
  return lastOf(names);
}
