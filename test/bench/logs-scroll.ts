import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { z } from 'zod';
import { waitFor } from '../support/wait-for';
import { type LogApp, withLogApp } from './log-app';
import { type BenchOptions, median, rounded } from './measure';

/** Each way of scrolling is done for so long. */
const phaseMs = 2_500;
/** A wheel and a key that is held send about so often. */
const everyMs = 16;
const wheelPx = 360;

export interface ScrollFigures {
  scrollFrameMs: number;
  scrollFrameP95Ms: number;
  /** Tasks of the page over 50 ms. */
  scrollLongTasks: number;
  /** 0 where none was over 50 ms. */
  scrollLongestTaskMs: number;
  /** Of its thread's own time: what other programs took of the machine meanwhile is not in it. */
  scrollLongestTaskCpuMs: number;
  scrolledRows: number;
  [key: string]: number;
}

const pageFiguresSchema = z.object({ frames: z.array(z.number()), tasks: z.array(z.number()) });

/**
 * The log window over a log, scrolled by wheel, by keys and by dragging: the frames its page drew and the long tasks it had. The app
 * is driven over Chromium's debugger, so it is another start than the one whose memory is measured.
 */
export function scrollFigures(options: BenchOptions, log: string): Promise<ScrollFigures> {
  return withLogApp(options, log, async (parts) => scrolled(await logWindow(parts)));
}

/** Opens it, and resolves once the whole log is indexed and its end drawn. */
async function logWindow({ app, client }: LogApp): Promise<Page> {
  await client.invoke('openLogs', undefined);
  const page = await waitFor('the log window', () =>
    app.windows().find((each) => each.url().includes('/renderer/logs/')),
  );
  await page.locator('.log-line .cell-text').last().waitFor();
  const rows = await waitFor(
    'the whole log',
    async () => {
      const before = await rowCount(page);
      await delay(1_000);
      return before > 1_000_000 && before === (await rowCount(page)) && before;
    },
    { withinMs: 60_000 },
  );
  if (rows < 1_000_000) throw new Error(`The window has ${rows} rows.`);
  return page;
}

const rowCount = async (page: Page): Promise<number> =>
  Number(await page.getByRole('grid').getAttribute('aria-rowcount'));

async function scrolled(page: Page): Promise<ScrollFigures> {
  const list = await page.locator('.log-scroller').boundingBox();
  const track = await page.locator('.scroll-track').boundingBox();
  if (list === null || track === null) throw new Error('The log window shows no list.');
  await page.locator('.log-scroller').focus();
  const middle = { x: list.x + list.width / 2, y: list.y + list.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  const topRow = async (): Promise<number> =>
    Number(await page.getByRole('scrollbar').getAttribute('aria-valuenow'));

  const trace = await startTrace(page);
  await page.evaluate(observe);
  let travelled = 0;
  const phase = async (act: (turn: number) => Promise<void>): Promise<void> => {
    const from = await topRow();
    const until = performance.now() + phaseMs;
    for (let turn = 0; performance.now() < until; turn += 1) {
      const startedAt = performance.now();
      await act(turn);
      await delay(Math.max(0, everyMs - (performance.now() - startedAt)));
    }
    travelled += Math.abs((await topRow()) - from);
  };
  await phase(() => page.mouse.wheel(0, -wheelPx));
  await phase(() => page.keyboard.press('PageUp'));
  // By the thumb through the whole log: every step is at other pages.
  const thumbAt = track.y + track.height - 4;
  await page.mouse.move(track.x + track.width / 2, thumbAt);
  await page.mouse.down();
  await phase((turn) =>
    page.mouse.move(track.x + track.width / 2, Math.max(track.y + 4, thumbAt - turn * 3)),
  );
  await page.mouse.up();
  const { frames, tasks } = pageFiguresSchema.parse(await page.evaluate(observed));
  const cpuMs = await trace.stop();
  if (travelled < 1_000) throw new Error(`Only ${travelled} rows were scrolled.`);
  return {
    scrollFrameMs: rounded(median(frames), 1),
    scrollFrameP95Ms: rounded(p95(frames), 1),
    scrollLongTasks: tasks.length,
    scrollLongestTaskMs: rounded(Math.max(0, ...tasks), 0),
    scrollLongestTaskCpuMs: rounded(Math.max(0, ...cpuMs), 0),
    scrolledRows: Math.round(travelled),
  };
}

const tracedSchema = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** µs of the thread's own time. */
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional(),
});

/** Notes the CPU time of each task of the pages' main threads, ms. */
async function startTrace(page: Page): Promise<{ stop: () => Promise<number[]> }> {
  const session = await page.context().newCDPSession(page);
  const events: z.infer<typeof tracedSchema>[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const each of value) {
      const event = tracedSchema.safeParse(each);
      if (event.success) events.push(event.data);
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'] },
  });
  return {
    async stop() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
      await session.send('Tracing.end');
      await complete;
      const threadOf = ({ pid, tid }: { pid: number; tid: number }): string => `${pid} ${tid}`;
      const mains = new Set(
        events
          .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
          .map(threadOf),
      );
      return events.flatMap((event) =>
        event.name === 'RunTask' && event.tdur !== undefined && mains.has(threadOf(event))
          ? [event.tdur / 1_000]
          : [],
      );
    },
  };
}

/** Run in the page, as text: begins to note how long each frame and each long task takes. */
const observe = `{
  const figures = { frames: [], tasks: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) figures.tasks.push(duration);
  }).observe({ type: 'longtask' });
  let last = null;
  const frame = (at) => {
    if (last !== null) figures.frames.push(at - last);
    last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.scrollFigures = figures;
}`;

/** Long tasks are told a little after they end. */
const observed = 'new Promise((resolve) => setTimeout(() => resolve(globalThis.scrollFigures), 200))';

/** Pure: the value that 95 of 100 don't exceed. */
const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
