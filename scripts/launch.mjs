import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { executableOf } from './electron-link.mjs';

/** The app drains and stops its worker by itself; what takes longer than this hangs. */
const LEAVE_LIMIT_MS = 45_000;

/**
 * Runs the app until it ends, and passes on what should end it.
 *
 * @param {object} options
 * @param {{dir: string, platform: string}} options.electron
 * @param {string[]} options.args
 * @param {NodeJS.ProcessEnv} options.env
 * @param {() => void} options.onReady The tray is up, and the terminal can ask the app. Its own line for that is not said.
 * @param {(text: string) => void} options.say Gets the app's other lines.
 * @param {number} [options.leaveLimitMs]
 * @returns {Promise<number>} Its exit code, or 128 + the signal that ended it.
 */
export async function launch({ electron, args, env, onReady, say, leaveLimitMs = LEAVE_LIMIT_MS }) {
  // In a group of its own: a terminal's Ctrl-C goes to all of a group, and Chromium's helpers would die of it while
  // the app still drains; Electron 22 then never ends. So the app hears of every signal from here, and alone.
  const child = spawn(path.join(electron.dir, executableOf(electron.platform)), args, {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let ready = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!isTrayReady(line)) return say(line);
    if (!ready) onReady();
    ready = true;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!isChromiumNoise(line)) process.stderr.write(`${line}\n`);
  });

  /** @type {NodeJS.Timeout | undefined} */
  let limit;
  /** @param {NodeJS.Signals} signal */
  const leave = (signal) => {
    // A second one is passed on as well: the app then leaves itself less time.
    child.kill('SIGTERM');
    limit ??= setTimeout(() => {
      say(`The app did not leave within ${leaveLimitMs / 1000} s of ${signal}: ending it.`);
      child.kill('SIGKILL');
    }, leaveLimitMs);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, leave);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      // Not `close`: when the app is killed, Chromium's helpers live on and hold its pipes.
      child.on('exit', (code, signal) => resolve(code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 0)));
    });
  } finally {
    clearTimeout(limit);
    for (const signal of signals) process.off(signal, leave);
    endGroup(child.pid);
  }
}

/**
 * Ends what is left of the app's own process group. The worker is in a group of its own.
 *
 * @param {number | undefined} pid
 */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left, as it should be.
  }
}

/** @type {Record<string, number>} */
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTRAP: 5, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** @param {string} line */
export const isTrayReady = (line) => /\btray ready\b/.test(line);

/**
 * Chromium complains about every desktop service that a bare machine lacks: `[123:0101/120000.1:ERROR:bus.cc(399)]`.
 *
 * @param {string} line
 */
export const isChromiumNoise = (line) => !process.env['RAYBAR_CHROMIUM_LOG'] && noise.test(line);

/** Chromium's log, and GLib's complaint about a session bus without notifications, with the empty line before it. */
const noise = /^\[\d+:\d{4}\/\d{6}\.\d+:(ERROR|WARNING|INFO):|^\(.+:\d+\): libnotify-WARNING |^$/;
