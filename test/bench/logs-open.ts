import type { App } from 'electron';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { waitFor } from '../support/wait-for';
import { type InspectedLogApp, withInspectedLogApp } from './log-app';
import { type ArmResult, type BenchOptions, figures } from './measure';

const opens = 10;
/** Each is a start of the app. */
const firstOpens = 7;
/** Nobody is faster at a tray's menu that has just come. */
const beforeFirstMs = 1_000;

interface WarmFigures extends ArmResult {
  what: string;
  /** The window was closed shortly before. */
  againMedian: number;
  againP99: number;
  /** Nothing told that the window would be wanted. */
  coldMedian: number;
  coldP99: number;
}

export interface OpenFigures extends WarmFigures {
  /** The first one after the app's start: the engine's thread does not run yet either. */
  firstMedian: number;
  firstP99: number;
  /** As the first one, with a hundred logs of 120 KB instead of a long one. */
  manyMedian: number;
  manyP99: number;
}

const shownSchema = z.object({ drawnAt: z.number(), shownAt: z.number() });

/** All of `warmFigures`, and first openings. `many`: logs, hundreds of which one worker has. */
export async function openFigures(
  options: BenchOptions,
  log: string,
  many: readonly string[],
): Promise<OpenFigures> {
  const warm = await warmFigures(options, log);
  const first = await firstFigures(options, [log]);
  const ofMany = await firstFigures(options, many);
  return {
    ...warm,
    firstMedian: first.median,
    firstP99: first.p99,
    manyMedian: ofMany.median,
    manyP99: ofMany.p99,
  };
}

async function firstFigures(
  options: BenchOptions,
  logs: readonly string[],
): Promise<{ median: number; p99: number }> {
  const values: number[] = [];
  for (let round = 0; round < firstOpens; round += 1) {
    options.signal.throwIfAborted();
    values.push(
      await withInspectedLogApp(options, logs, async (parts) => {
        await parts.main.evaluate(observeWindows, undefined);
        await delay(beforeFirstMs);
        return openMs(parts);
      }),
    );
  }
  return figures(values);
}

/**
 * From the command `openLogs` to the first frame with a line of the log in a window that is seen: with the window made ready behind the
 * popover, with one that was closed before, and with none.
 */
function warmFigures(options: BenchOptions, log: string): Promise<WarmFigures> {
  return withInspectedLogApp(options, [log], async (parts) => {
    await parts.main.evaluate(observeWindows, undefined);
    const values = { cold: [] as number[], ready: [] as number[], again: [] as number[] };
    for (let round = 0; round < opens; round += 1) {
      options.signal.throwIfAborted();
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
  });
}

async function openMs({ main, client }: InspectedLogApp): Promise<number> {
  await main.evaluate(() => {
    const shown = new Promise((resolve) => Reflect.set(globalThis, 'logsShown', resolve));
    Reflect.set(globalThis, 'benchShown', shown);
  }, undefined);
  const startedAt = Date.now();
  await client.invoke('openLogs', undefined);
  const shown = await main.evaluate(() => Reflect.get(globalThis, 'benchShown'), undefined);
  const { drawnAt, shownAt } = shownSchema.parse(shown);
  return Math.max(drawnAt, shownAt) - startedAt;
}

/** As its owner does who opens the popover and looks at it. Linux doesn't tell the app when a panel opens its tray's menu. */
async function makeReady({ main, client }: InspectedLogApp): Promise<void> {
  await client.invoke('openPopover', undefined);
  await waitFor('the window to be made ready', () =>
    main.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some(
          ({ webContents }) => Reflect.get(webContents, 'benchLogsReady') === true,
        ),
      undefined,
    ),
  );
}

/** `close`: by its owner; it is kept for a while. */
async function end({ main }: InspectedLogApp, how: 'close' | 'destroy'): Promise<void> {
  await main.evaluate(({ BrowserWindow }, act) => {
    for (const window of BrowserWindow.getAllWindows()) window[act]();
  }, how);
  await waitFor('no line to be drawn', () =>
    main.evaluate(async ({ BrowserWindow }) => {
      const lines = BrowserWindow.getAllWindows().map(({ webContents }) =>
        webContents.executeJavaScript('globalThis.benchWatch()'),
      );
      return (await Promise.all(lines)).every((count) => count === 0);
    }, undefined),
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
      if (look()) return;
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
