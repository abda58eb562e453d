import type { App } from 'electron';
import { linkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ElectronApplication, _electron } from 'playwright';
import { z } from 'zod';
import { type ControlClient, connectControl } from '../../src/cli/control-client';
import { controlSocketPath } from '../../src/shared/app-paths';
import { startDesktopBus } from '../support/desktop-bus';
import { waitFor } from '../support/wait-for';
import { type ArmResult, type BenchOptions, figures } from './measure';
import { prepareState } from './raybar-arm';

const opens = 10;

export interface OpenFigures extends ArmResult {
  what: string;
  /** The window was closed shortly before. */
  againMedian: number;
  againP99: number;
  /** Nothing told that the window would be wanted. */
  coldMedian: number;
  coldP99: number;
}

const shownSchema = z.object({ drawnAt: z.number(), shownAt: z.number() });

/**
 * From the command `openLogs` to the first frame with a line of the log in a window that is seen: with the window made ready behind the
 * popover, with one that was closed before, and with none.
 */
export async function openFigures({ electron, signal }: BenchOptions, log: string): Promise<OpenFigures> {
  // Nobody listens there: Raybar has a cluster, and so shows no window by itself.
  const state = await prepareState('127.0.0.1:9');
  const folder = path.join(state.directory, 'logs');
  mkdirSync(folder, { recursive: true });
  linkSync(log, path.join(folder, 'big.log'));
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
    await app.evaluate(observeWindows);
    const parts = { app, client };
    const values = { cold: [] as number[], ready: [] as number[], again: [] as number[] };
    for (let round = 0; round < opens; round += 1) {
      signal.throwIfAborted();
      values.cold.push(await openMs(parts));
      await end(parts, 'close');
      values.again.push(await openMs(parts));
      await end(parts, 'destroy');
      await makeReady(parts);
      values.ready.push(await openMs(parts));
      await end(parts, 'destroy');
    }
    const again = figures(values.again);
    const cold = figures(values.cold);
    return {
      ...figures(values.ready),
      what: 'openLogs to the first frame with a line, the window made ready behind the popover',
      againMedian: again.median,
      againP99: again.p99,
      coldMedian: cold.median,
      coldP99: cold.p99,
    };
  } finally {
    client?.close();
    if (app !== null) await stop(app);
    await desktop.stop();
    await state.remove();
  }
}

interface Parts {
  readonly app: ElectronApplication;
  readonly client: ControlClient;
}

async function openMs({ app, client }: Parts): Promise<number> {
  await app.evaluate(() => {
    const shown = new Promise((resolve) => Reflect.set(globalThis, 'logsShown', resolve));
    Reflect.set(globalThis, 'benchShown', shown);
  });
  const startedAt = Date.now();
  await client.invoke('openLogs', undefined);
  const shown: unknown = await app.evaluate((): unknown => Reflect.get(globalThis, 'benchShown'));
  const { drawnAt, shownAt } = shownSchema.parse(shown);
  return Math.max(drawnAt, shownAt) - startedAt;
}

/** As its owner does who opens the popover and looks at it. Linux doesn't tell the app when a panel opens its tray's menu. */
async function makeReady({ app, client }: Parts): Promise<void> {
  await client.invoke('openPopover', undefined);
  await waitFor('the window to be made ready', () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        ({ webContents }) => Reflect.get(webContents, 'benchLogsReady') === true,
      ),
    ),
  );
}

/** `close`: by its owner; it is kept for a while. */
async function end({ app }: Parts, how: 'close' | 'destroy'): Promise<void> {
  await app.evaluate(({ BrowserWindow }, act) => {
    for (const window of BrowserWindow.getAllWindows()) window[act]();
  }, how);
  await waitFor('no line to be drawn', () =>
    app.evaluate(async ({ BrowserWindow }) => {
      const lines = BrowserWindow.getAllWindows().map(({ webContents }) =>
        webContents.executeJavaScript('globalThis.benchWatch()'),
      );
      return (await Promise.all(lines)).every((count) => count === 0);
    }),
  );
}

/** Run in the app: notes of each window when it is shown, and when its page has drawn a line in a frame. */
const observeWindows = ({ app }: { app: App }): void => {
  // As text: it runs in the page.
  const watch = `globalThis.benchWatch = () => {
    const selector = '.log-line .cell-text:not(:empty)';
    globalThis.benchDrawn = new Promise((resolve) => {
      const frame = () => requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
      const look = () => document.querySelector(selector) !== null && (frame(), true);
      const observer = new MutationObserver(() => look() && observer.disconnect());
      observer.observe(document, { subtree: true, childList: true, characterData: true });
    });
    return document.querySelectorAll(selector).length;
  };
  globalThis.benchWatch();`;
  app.on('browser-window-created', (_event, window) => {
    const { webContents } = window;
    webContents.once('dom-ready', () => void webContents.executeJavaScript(watch));
    const isLogs = (): boolean => webContents.getURL().includes('/renderer/logs/');
    window.once('ready-to-show', () => Reflect.set(webContents, 'benchLogsReady', isLogs()));
    window.on('show', () => {
      if (!isLogs()) return;
      const shownAt = Date.now();
      const tell = (drawnAt: unknown): undefined => {
        const told: unknown = Reflect.get(globalThis, 'logsShown');
        if (typeof told === 'function') told({ drawnAt, shownAt });
      };
      void webContents.executeJavaScript('globalThis.benchDrawn').then(tell);
    });
  });
};

const leaveLimitMs = 20_000;

async function stop(app: ElectronApplication): Promise<void> {
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
