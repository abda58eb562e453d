import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { clearLeftDisplays, openDisplayRecord } from './display-record.mjs';
import { Problem } from './problem.mjs';

/** Either is up within a second or two; what takes longer than this hangs, on a busy machine too. */
const ANSWER_LIMIT_MS = 60_000;
const SCREEN = '1600x1000x24';

/**
 * A display and a session bus where the machine has none. Stop it only when Electron has exited: it aborts when
 * its bus goes first.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{env: Record<string, string>, made: string[], stop: () => Promise<void>}>}
 */
export async function startDisplay(env = process.env) {
  /** @type {Record<string, string>} */
  const given = {};
  /** @type {string[]} */
  const made = [];
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  if (process.platform !== 'linux') return { env: given, made, stop };
  clearLeftDisplays();
  const lacksDisplay = !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
  // `disabled:` is what some containers set.
  const lacksBus = !env['DBUS_SESSION_BUS_ADDRESS']?.includes('=');
  if (!lacksDisplay && !lacksBus) return { env: given, made, stop };
  const record = openDisplayRecord();
  stops.push(async () => record.remove());
  try {
    if (lacksDisplay) {
      const { line, pid, stop: stopXvfb } = await startXvfb();
      stops.push(stopXvfb);
      given['DISPLAY'] = `:${line}`;
      record.add(pid, { DISPLAY: given['DISPLAY'] });
      made.push(`a virtual display ${given['DISPLAY']}`);
    }
    if (lacksBus) {
      const { line, pid, stop: stopBus } = await startSessionBus(record.folder);
      stops.push(stopBus);
      given['DBUS_SESSION_BUS_ADDRESS'] = line;
      record.add(pid, { DBUS_SESSION_BUS_ADDRESS: line });
      made.push('a session bus');
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { env: given, made, stop };
}

/** Xvfb finds a free display itself, and says which. */
function startXvfb() {
  const args = ['-displayfd', '1', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'];
  return startServer('Xvfb', args, 'xvfb');
}

/**
 * A bus that activates no services: nothing is started that would outlive it.
 *
 * @param {string} folder
 */
function startSessionBus(folder) {
  const config = path.join(folder, 'session.conf');
  writeFileSync(config, busConfig(path.join(folder, 'bus')));
  const args = ['--nofork', '--nopidfile', `--config-file=${config}`, '--print-address=1'];
  return startServer('dbus-daemon', args, 'dbus-daemon');
}

/** @param {string} socket */
const busConfig = (
  socket,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
`;

/**
 * Starts a server that prints one line when it is up. It has a process group of its own, so that the terminal's
 * Ctrl-C does not end it before the app.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} debianPackage
 * @returns {Promise<{line: string, pid: number | undefined, stop: () => Promise<void>}>}
 */
async function startServer(program, args, debianPackage) {
  const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'close').catch(() => {});
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  /** @type {Promise<string>} */
  const firstLine = new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
      if (out.includes('\n')) resolve(out.split('\n')[0]);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(said.trim().split('\n').at(-1) || `exit code ${code}`)));
    setTimeout(() => reject(new Error(`no answer in ${ANSWER_LIMIT_MS / 1000} s`)), ANSWER_LIMIT_MS).unref();
  });
  try {
    const line = await firstLine;
    child.stderr.resume();
    child.unref();
    return {
      line,
      pid: child.pid,
      stop: async () => {
        child.ref();
        child.kill('SIGTERM');
        await exited;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw new Problem({
      code: 'no-display',
      tried: `Starting ${program}`,
      found: error instanceof Error ? error.message : String(error),
      fix: `Install it (\`sudo apt-get install -y ${debianPackage}\`), or start Raybar in a desktop session.`,
      cause: error,
    });
  }
}
