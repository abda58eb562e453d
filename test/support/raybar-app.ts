import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { connectControl, type ControlClient } from '../../src/cli/control-client';
import { joinLabelVariable } from '../../src/main/ray/join-label';
import type { WindowKind } from '../../src/main/shell/window-options';
import { controlSocketPath } from '../../src/shared/app-paths';
import { defaultSettings, type Settings } from '../../src/shared/settings';
import type { Snapshot } from '../../src/shared/snapshot';
import { pictureDirectory } from './keep-picture';
import { startDesktopBus, type DesktopBus } from './desktop-bus';
import { electronExecutable } from './electron-executable';
import { rayEnvironment } from './ray-environment';
import type { RayHead } from './ray-head';
import { chromiumHelpersOf, processesOf, type SeenProcess, signalQuietly, stillThere } from './ray-processes';
import { startDisplay } from './virtual-display';
import { waitFor } from './wait-for';

export interface RaybarAppOptions {
  /** The head that the settings name; left out: no cluster is chosen. */
  readonly head?: Pick<RayHead, 'address' | 'tokenFile'>;
  readonly worker?: Partial<Settings['worker']>;
  readonly quit?: Settings['quit'];
  readonly environment?: Readonly<Record<string, string>>;
  /** Lays what an earlier start would have left into the state's folder. */
  readonly before?: (stateDirectory: string) => Promise<void>;
  /** As its owner starts it, without Playwright: for what it writes and how it ends. */
  readonly plain?: boolean;
  /** Another app's folder, to go on from what that left. It is not removed by `stop`. */
  readonly directory?: string;
}

/** The built app in a real Electron, on a desktop and in a folder of its own. */
export interface RaybarApp {
  readonly desktop: DesktopBus;
  /** @throws Error where the app was started plain */
  readonly electron: ElectronApplication;
  readonly directory: string;
  readonly stateDirectory: string;
  /** What the terminal speaks through. */
  readonly control: ControlClient;
  /** All that it wrote to its terminal. */
  output(): string;
  snapshot(): Promise<Snapshot>;
  /** Resolves with the first snapshot that `look` likes. */
  shows(what: string, look: (snapshot: Snapshot) => boolean, withinMs?: number): Promise<Snapshot>;
  /** The page of a window that is open or is being opened. */
  page(kind: WindowKind): Promise<Page>;
  isVisible(kind: WindowKind): Promise<boolean>;
  /** Starts the app a second time; resolves with its exit code and what it wrote. */
  startAgain(): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Resolves with its exit code, or the signal that ended it. Playwright's debugger may crash Electron 22 as it ends: where that matters, start it plain. */
  exited(): Promise<number | NodeJS.Signals | null>;
  signal(name: NodeJS.Signals): void;
  /** Its own processes and those of the worker that it started. */
  processes(): SeenProcess[];
  /** Ends it in order, and its desktop after it; rejects when a process is left. */
  stop(): Promise<void>;
  /** After its exit: takes its desktop down, and leaves its worker and its folder to the next. */
  leave(): Promise<void>;
}

const root = path.resolve(__dirname, '../..');
/** Small, and without a guess at this machine. */
const smallWorker: Settings['worker'] = {
  ...defaultSettings.worker,
  cpus: 2,
  gpus: 0,
  resources: { raybar_test: 1, gpu_apple_mps: 1 },
  objectStoreBytes: 100_000_000,
};

export async function startRaybarApp(options: RaybarAppOptions = {}): Promise<RaybarApp> {
  if (!existsSync(path.join(root, 'out/main/index.cjs'))) {
    throw new Error('The app is not built: run `npm run build` first.');
  }
  // Short: Ray's and the control socket's paths lie below it.
  const directory = options.directory ?? (await mkdtemp('/tmp/raybar-app-'));
  const stateDirectory = path.join(directory, 'state');
  if (options.directory === undefined) await writeSettings(stateDirectory, options);
  await options.before?.(stateDirectory);
  const display = await startDisplay();
  const desktop = await startDesktopBus();
  const mark = `RAYBAR_STATE_DIRECTORY=${stateDirectory}`;
  const env = {
    ...definedEnvironment(),
    ...desktop.environment,
    DISPLAY: display.name,
    RAYBAR_STATE_DIRECTORY: stateDirectory,
    RAYBAR_PYTHON_ENVIRONMENT: rayEnvironment().directory,
    LANG: 'en_GB.UTF-8',
    TZ: 'UTC',
    ...options.environment,
  };
  // Pictures are taken as a Retina display would show it.
  const scale = pictureDirectory === '' ? [] : ['--force-device-scale-factor=2'];
  const args = ['--no-sandbox', ...scale, root];
  const { child, playwright } = await launch(args, { env, cwd: directory }, options.plain ?? false);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const labels = new Set<string>();
  const processes = (): SeenProcess[] =>
    [mark, ...[...labels].map((label) => `${joinLabelVariable}=${label}`)].flatMap((each) =>
      processesOf({ pgid: null, mark: each }),
    );

  const electron = (): ElectronApplication => {
    if (playwright === null) throw new Error('This app was started without Playwright.');
    return playwright;
  };
  const takeDown = async (): Promise<void> => {
    const helpers = chromiumHelpersOf(child.pid ?? 0);
    const left = (): SeenProcess[] => [...processes(), ...stillThere(helpers)];
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    // Chromium's helpers go by themselves once their browser is gone.
    await waitFor('every process of the app to end', () => left().length === 0, {
      withinMs: 15_000,
    }).catch((error: unknown) => {
      const those = left();
      for (const { pid } of those) signalQuietly(pid, 'SIGKILL');
      throw new Error(`left over: ${JSON.stringify(those)}\n${output}`, { cause: error });
    });
  };
  const clear = async (): Promise<void> => {
    await desktop.stop();
    await display.stop();
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };

  try {
    await desktop.log.waitFor('tray-item', () => true, 30_000);
    const uid = process.getuid?.() ?? 0;
    const socketPath = controlSocketPath(stateDirectory, { temporaryDirectory: '/tmp', uid });
    const control = await waitFor('the control socket', () => connectControl(socketPath, uid));
    // Rejects when the app goes: a test that ends it knows.
    control.ended.catch(() => undefined);
    // Each join has a label of its own, and its processes carry that.
    control.watch(({ worker }) => {
      if ('label' in worker) labels.add(worker.label);
    });
    const snapshot = (): Promise<Snapshot> => control.invoke('status', undefined);

    return {
      desktop,
      get electron() {
        return electron();
      },
      directory,
      stateDirectory,
      control,
      output: () => output,
      snapshot,
      async shows(what, look, withinMs = 60_000) {
        try {
          return await waitFor(
            what,
            async () => {
              const current = await snapshot();
              return look(current) ? current : false;
            },
            { withinMs },
          );
        } catch (error) {
          const log = await readFile(path.join(stateDirectory, 'logs/raybar.log'), 'utf8').catch(() => '');
          const last = await snapshot().catch(() => null);
          throw new Error(`${String(error)}\n${JSON.stringify(last?.worker)}\n${log}\n${output}`, {
            cause: error,
          });
        }
      },
      page: (kind) =>
        waitFor(`the page of the ${kind}`, () =>
          electron()
            .windows()
            .find((page) => page.url().includes(`/renderer/${kind}/`)),
        ),
      isVisible: (kind) =>
        electron().evaluate(
          ({ BrowserWindow }, wanted) =>
            BrowserWindow.getAllWindows().some(
              (window) => window.webContents.getURL().includes(`/renderer/${wanted}/`) && window.isVisible(),
            ),
          kind,
        ),
      async startAgain() {
        const again = spawn(electronExecutable(), args, { env, cwd: directory });
        let said = '';
        for (const stream of [again.stdout, again.stderr])
          stream.on('data', (text) => (said += String(text)));
        const [code] = await once(again, 'close');
        return { code: typeof code === 'number' ? code : null, output: said };
      },
      exited: () => exited,
      signal: (name) => void child.kill(name),
      processes,
      async leave() {
        control.close();
        await exited;
        await desktop.stop();
        await display.stop();
      },
      async stop() {
        control.close();
        try {
          await takeDown();
        } finally {
          await clear();
        }
      },
    };
  } catch (error) {
    await takeDown().catch(() => undefined);
    await clear();
    throw new Error(`The app did not start: ${String(error)}\n${output}`, { cause: error });
  }
}

async function launch(
  args: string[],
  how: { env: Record<string, string>; cwd: string },
  plain: boolean,
): Promise<{ child: ChildProcess; playwright: ElectronApplication | null }> {
  if (plain) return { child: spawn(electronExecutable(), args, how), playwright: null };
  const playwright = await _electron.launch({ args, ...how });
  return { child: playwright.process(), playwright };
}

async function writeSettings(
  stateDirectory: string,
  { head, worker, quit = 'drain' }: RaybarAppOptions,
): Promise<void> {
  const settings: Settings = {
    ...defaultSettings,
    cluster:
      head === undefined
        ? { kind: 'none' }
        : { kind: 'address', headAddress: head.address, dashboardAddress: null, tokenFile: head.tokenFile },
    worker: { ...smallWorker, ...worker },
    quit,
  };
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  await writeFile(path.join(stateDirectory, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
