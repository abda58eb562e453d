import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startDesktopBus } from '../support/desktop-bus';
import type { BenchOptions } from './measure';

export interface RunningElectron {
  pid: number;
  /** From the start of the process to the icon's coming to the panel. */
  trayAfterMs: number;
  /** What it has written until now. */
  output: () => string;
  stop: () => Promise<void>;
}

interface ElectronStart {
  electron: BenchOptions['electron'];
  /** A folder with a package.json. */
  app: string;
  args?: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

/** What leaves in order takes this long at most: a worker drains before. */
const leaveLimitMs = 60_000;

/** Starts an Electron app on a desktop of its own, and resolves when its icon is in the tray. */
export async function startElectron({
  electron,
  app,
  args = [],
  environment = {},
}: ElectronStart): Promise<RunningElectron> {
  const desktop = await startDesktopBus();
  const startedAt = performance.now();
  const child = spawn(electron.executable, [...electron.flags, app, ...args], {
    env: { ...process.env, ...desktop.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const exited = once(child, 'exit');

  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), leaveLimitMs);
    await exited;
    clearTimeout(limit);
    await desktop.stop();
  };
  try {
    await Promise.race([
      desktop.log.waitFor('tray-item', () => true, 30_000),
      exited.then(([code]) => Promise.reject(new Error(`Electron ended with ${String(code)}`))),
    ]);
    return { pid: child.pid ?? 0, trayAfterMs: performance.now() - startedAt, output: () => output, stop };
  } catch (error) {
    await stop();
    throw new Error(output, { cause: error });
  }
}
