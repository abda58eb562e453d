import { _electron, type ElectronApplication, type Page } from 'playwright';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { success, type Result } from '../../src/shared/errors';
import type { CommandInput, CommandName, CommandOutput, EventName, EventPayload } from '../../src/shared/ipc';
import { defaultSettings } from '../../src/shared/settings';
import type { WindowKind } from '../../src/main/shell/window-options';
import type { Snapshot } from '../../src/shared/snapshot';
import { exampleHistory } from './example-history';
import { exampleNow, exampleSnapshot } from './snapshots';
import { startDisplay } from './virtual-display';

/** What a command answers; those that are not given succeed with nothing. */
export type Answers = {
  [N in CommandName]?: (
    input: CommandInput<N>,
  ) => Result<CommandOutput<N>> | Promise<Result<CommandOutput<N>>>;
};

export interface WindowContents {
  readonly window: WindowKind;
  readonly snapshot?: Snapshot;
  readonly answers?: Answers;
  /** ms since the epoch; the page's clock stands still there. */
  readonly now?: number;
  readonly theme?: 'light' | 'dark';
  /** The size of plain text; the pages' own is 13. */
  readonly textSizePx?: number;
}

export interface WindowShell {
  readonly page: Page;
  /** What the page asked for since it was shown last. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  /** What the page wrote to its console as a warning or an error since it was shown last; a refusal by the CSP too. */
  readonly complaints: readonly string[];
  /** Loads the built page afresh and waits until its contents are drawn and its size is fitted. */
  show(contents: WindowContents): Promise<void>;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): Promise<void>;
  close(): Promise<void>;
}

const root = path.resolve(__dirname, '../..');
const builtPages = path.join(root, 'out/renderer');
/** Of the same site as the pages, so that Chromium goes on with its renderer and need not start another for each window. */
const blankPage = pathToFileURL(path.join(__dirname, 'window-shell/blank.html')).href;
/** Electron warns of every page without a policy, and the blank one has none. */
const quiet = { ELECTRON_DISABLE_SECURITY_WARNINGS: 'true' };
const sizes: Record<WindowKind, { readonly width: number; readonly height: number }> = {
  popover: { width: 360, height: 420 },
  settings: { width: 560, height: 640 },
  activity: { width: 980, height: 800 },
  logs: { width: 1120, height: 720 },
  doctor: { width: 640, height: 720 },
};

/**
 * Opens a real Electron that shows the built pages of the windows with a given snapshot and given answers, without
 * Raybar's main: every state can be looked at, also those that are hard to bring about.
 */
export async function openWindowShell({ scale = 1 } = {}): Promise<WindowShell> {
  if (!existsSync(path.join(builtPages, 'popover/index.html'))) {
    throw new Error('The windows are not built: run `npm run build` first.');
  }
  const display = await startDisplay();
  const profile = await mkdtemp(path.join(tmpdir(), 'raybar-window-'));
  const cleanUp = async () => {
    await display.stop();
    await rm(profile, { recursive: true, force: true });
  };
  const app = await _electron
    .launch({
      args: [
        '--no-sandbox',
        '--lang=en-GB',
        `--force-device-scale-factor=${scale}`,
        `--user-data-dir=${profile}`,
        path.join(__dirname, 'window-shell/main.cjs'),
      ],
      env: { ...definedEnvironment(), DISPLAY: display.name, TZ: 'UTC', LANG: 'en_GB.UTF-8', ...quiet },
    })
    .catch(async (error: unknown) => {
      await cleanUp();
      throw error;
    });
  const page = await app.firstWindow();
  let answers: Answers = {};
  const calls: { name: string; input: unknown }[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning' || message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  let heightPx = 0;
  const context = app.context();
  await context.exposeBinding('raybarAnswers', (_source, name: CommandName, input: unknown) => {
    calls.push({ name, input });
    if (name === 'popoverResized') {
      heightPx = readHeight(input);
      // A page may tell it while its window is closed.
      resize(app, { width: sizes.popover.width, height: heightPx }).catch(() => undefined);
    }
    // The page's types pair each name with its input; here both come as data.
    const answer = answers[name] as ((given: unknown) => unknown) | undefined;
    return answer ? answer(input) : success(undefined);
  });
  await context.addInitScript({ path: path.join(__dirname, 'window-shell/bridge.cjs') });

  return {
    page,
    calls,
    complaints,
    async show({
      window,
      snapshot = exampleSnapshot(),
      now = exampleNow,
      theme = 'light',
      textSizePx = 13,
      ...rest
    }) {
      answers = {
        status: () => success(snapshot),
        settingsGet: () => success({ ...defaultSettings, cluster: exampleCluster }),
        settingsSet: () => success([]),
        history: ({ span }) => success(exampleHistory({ span, now })),
        ...rest.answers,
      };
      calls.length = 0;
      complaints.length = 0;
      heightPx = 0;
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      // First the old page goes: it could still ask for its own height. And one that differs by its hash alone would not
      // be loaded anew.
      await page.goto(blankPage);
      await resize(app, sizes[window]);
      const url = pathToFileURL(path.join(builtPages, window, 'index.html'));
      url.hash = new URLSearchParams({ now: String(now), text: String(textSizePx) }).toString();
      await page.goto(url.href);
      await page
        .locator('main')
        .waitFor()
        .catch((cause: unknown) => {
          const told = JSON.stringify({ calls, complaints });
          throw new Error(`The ${window} has not drawn itself: ${told}`, { cause });
        });
      if (window !== 'popover') return;
      await waitUntil(
        async () => heightPx > 0 && Math.abs(Number(await page.evaluate('innerHeight')) - heightPx) <= 1,
      );
    },
    async emit(name, payload) {
      await page.evaluate(`raybarEmit(${JSON.stringify(name)}, ${JSON.stringify(payload)})`);
    },
    async close() {
      await app.close();
      await cleanUp();
    },
  };
}

const exampleCluster = {
  kind: 'address' as const,
  headAddress: '10.77.0.1:6379',
  dashboardAddress: null,
  tokenFile: '~/.ray/auth_token',
};

function readHeight(input: unknown): number {
  const height = typeof input === 'object' && input !== null && 'heightPx' in input ? input.heightPx : null;
  if (typeof height !== 'number') throw new Error('popoverResized came without its height.');
  return height;
}

async function resize(app: ElectronApplication, size: { width: number; height: number }): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
}

async function waitUntil(condition: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end)
      throw new Error('The popover did not tell its height, or its window did not take it.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
