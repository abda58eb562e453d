import { linkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ElectronApplication, _electron } from 'playwright';
import { type ControlClient, connectControl } from '../../src/cli/control-client';
import { controlSocketPath } from '../../src/shared/app-paths';
import { startDesktopBus } from '../support/desktop-bus';
import { waitFor } from '../support/wait-for';
import { inspectMain, type InspectedMain, inspectorFlag } from './main-inspector';
import type { BenchOptions } from './measure';
import { prepareState, startRaybar } from './raybar-arm';

interface DrivenApp {
  readonly client: ControlClient;
}

/** The app with one log, its pages driven over Chromium's debugger, on a desktop of its own. */
export interface LogApp extends DrivenApp {
  readonly app: ElectronApplication;
}

/** The app with one log, on a desktop of its own, its pages without a debugger. */
export interface InspectedLogApp extends DrivenApp {
  readonly main: InspectedMain;
}

/** Nobody listens there: Raybar has a cluster, and so shows no window by itself. */
async function prepareLogs(logs: readonly string[]): ReturnType<typeof prepareState> {
  const state = await prepareState('127.0.0.1:9');
  const folder = path.join(state.directory, 'logs');
  mkdirSync(folder, { recursive: true });
  for (const log of logs) linkSync(log, path.join(folder, path.basename(log)));
  return state;
}

/** Starts the app with these logs among its own, lets `use` have it, and ends it whatever came of that. */
export async function withInspectedLogApp<T>(
  { electron }: Pick<BenchOptions, 'electron'>,
  logs: readonly string[],
  use: (parts: InspectedLogApp) => Promise<T>,
): Promise<T> {
  const state = await prepareLogs(logs);
  const inspectable = { ...electron, flags: [...electron.flags, inspectorFlag] };
  try {
    const app = await startRaybar(inspectable, state.directory);
    try {
      const main = await inspectMain(app.output);
      const result = await use({ main, client: app.client });
      main.close();
      return result;
    } finally {
      await app.stop();
    }
  } finally {
    await state.remove();
  }
}

/** As `withInspectedLogApp`, over Chromium's debugger. */
export async function withLogApp<T>(
  { electron }: Pick<BenchOptions, 'electron'>,
  log: string,
  use: (parts: LogApp) => Promise<T>,
): Promise<T> {
  const state = await prepareLogs([log]);
  const desktop = await startDesktopBus();
  let app: ElectronApplication | null = null;
  let client: ControlClient | null = null;
  try {
    app = await _electron.launch({
      executablePath: electron.executable,
      args: [...electron.flags, process.cwd()],
      env: {
        ...definedEnvironment(),
        ...desktop.environment,
        RAYBAR_STATE_DIRECTORY: state.directory,
        RAYBAR_TRY_IT_HERE: '',
      },
    });
    await desktop.log.waitFor('tray-item', () => true, 30_000);
    const uid = process.getuid?.() ?? 0;
    const socket = controlSocketPath(state.directory, { temporaryDirectory: '/tmp', uid });
    client = await waitFor('the control socket', () => connectControl(socket, uid));
    return await use({ app, client });
  } finally {
    client?.close();
    if (app !== null) await end(app);
    await desktop.stop();
    await state.remove();
  }
}

const leaveLimitMs = 20_000;

async function end(app: ElectronApplication): Promise<void> {
  const child = app.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), leaveLimitMs);
  await exited;
  clearTimeout(limit);
}

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
