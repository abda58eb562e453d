import { execFile } from 'node:child_process';
import { appendFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logs } from '../../src/main/logs/log-handlers';
import { createLogs } from '../../src/main/logs/log-service';
import { logQuerySchema, type LogViewState } from '../../src/shared/log-views';
import { logsOver } from '../support/logs-over';
import { benchLine, writeBenchLog } from './logs-file';
import { type BenchOptions, type BenchResult, figures, inTurn, median, p99, rounded } from './measure';
import { processCost } from './process-cost';
import { openFigures } from './logs-open';
import { scrollFigures } from './logs-scroll';
import { prepareState, startRaybar } from './raybar-arm';

const run = promisify(execFile);
const defaultRounds = 5;
const lines = 10_000_000;
/** In 1,111 of the lines. */
const needle = 'row 9999';
const search = { text: needle, regex: false, matchCase: true, wholeWord: false };
const query = logQuerySchema.parse({});
const screenRows = 60;

/**
 * The log viewer's engine on a log of 1 GB and ten million lines: first screen, end, search against `grep -c`, following 50,000 lines a second, a
 * quiet log, what the app's memory grows by with the viewer open, and how the log window opens and
 * scrolls.
 */
export async function bench(options: BenchOptions): Promise<BenchResult> {
  const { rounds, signal, say } = options;
  const folder = await mkdtemp('/tmp/rbb-logs-');
  try {
    const big = path.join(folder, 'big', 'raylet.out');
    mkdirSync(path.dirname(big));
    say('  writing the log …');
    const bytes = writeBenchLog(big, lines);
    const screens = await screensOf(path.dirname(big), rounds ?? defaultRounds);
    say(`  first screen ${screens.firstScreenMs} ms, end ${screens.endMs} ms, indexed ${screens.indexMs} ms`);

    const logs = createLogs(logsOver(workerFile, path.dirname(big)));
    const values = await (async () => {
      try {
        const view = await openIndexed(logs);
        return await inTurn(
          rounds ?? defaultRounds,
          {
            raybar: () => searchMs(logs, view),
            reference: () => timed(() => run('grep', ['-c', needle, big])),
          },
          {
            signal,
            report: (round, ours, theirs) =>
              say(`  round ${round}: search ${ours.toFixed(0)} ms, grep -c ${theirs.toFixed(0)} ms`),
          },
        );
      } finally {
        await logs.close();
      }
    })();
    const lnavMs = await lnav(big);
    const following = await follow(path.join(folder, 'live'));
    say(
      `  50,000 lines a second: ${following.tailLagMs} ms behind (99th percentile); quiet: ${following.quietCpuPercent} %`,
    );
    const extraPssBytes = process.platform === 'linux' ? await memory(options, big) : 0;
    say(`  memory with the viewer open and a search: ${(extraPssBytes / 2 ** 20).toFixed(0)} MiB more`);
    const many = Array.from({ length: 100 }, (_, index) => path.join(folder, `worker-${index}.log`));
    // As those of workers that come and go: a few of them were written at the same time.
    for (const [index, log] of many.entries())
      writeBenchLog(log, 1_100, new Date(2026, 10, 21, 6, 0, Math.floor(index / 4)));
    const openMs = await openFigures(options, big, many);
    say(
      `  opening: ${openMs.median} ms made ready, ${openMs.againMedian} ms closed before, ${openMs.coldMedian} ms cold, ${openMs.firstMedian} ms first, ${openMs.manyMedian} ms first with 100 logs`,
    );
    const scroll = await scrollFigures(options, big);
    say(
      `  scrolling: a frame ${scroll.scrollFrameMs} ms, p95 ${scroll.scrollFrameP95Ms} ms; tasks over 50 ms: ${scroll.scrollLongTasks}, longest ${scroll.scrollLongestTaskMs} ms; most CPU of one ${scroll.scrollLongestTaskCpuMs} ms`,
    );
    const ours = figures(values.raybar);
    const theirs = figures(values.reference);
    return {
      bench: 'logs',
      unit: 'ms',
      raybar: {
        ...ours,
        ...screens,
        searchMs: ours.median,
        ...following,
        extraPssBytes,
        ...scroll,
        fileBytes: bytes,
        lines,
      },
      reference: { what: 'grep -c', ...theirs, ...(lnavMs === null ? {} : { lnavEndMs: lnavMs }) },
      ratio: rounded(ours.median / theirs.median, 3),
      openMs,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the app starts: the bench has built it. */
const workerFile = path.resolve('out/main/log-worker.cjs');

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

/** Each in an engine of its own, from the start of its thread to the rows' being there. */
async function screensOf(folder: string, rounds: number) {
  const values = { start: [] as number[], end: [] as number[] };
  const indexed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const anchor of ['start', 'end'] as const) {
      const logs = createLogs(logsOver(workerFile, folder));
      try {
        values[anchor].push(
          await timed(async () => {
            const { state, anchor: place } = await logs.handlers.logsOpen({ query, search: null, anchor });
            const from = Math.max(0, place.row - screenRows + 1);
            const { rows } = await logs.handlers.logsRows({
              view: state.view,
              from: anchor === 'start' ? 0 : from,
              count: screenRows,
              reveal: false,
            });
            if (rows.length < screenRows || rows.includes(null)) throw new Error('The screen is not whole.');
          }),
        );
      } finally {
        await logs.close();
      }
    }
    const logs = createLogs(logsOver(workerFile, folder));
    indexed.push(await timed(() => openIndexed(logs)));
    await logs.close();
  }
  return {
    firstScreenMs: rounded(median(values.start), 0),
    endMs: rounded(median(values.end), 0),
    indexMs: rounded(median(indexed), 0),
  };
}

/** Resolves with the first state of a view that is so. */
function stateIs(logs: Logs, view: string, isSo: (state: LogViewState) => boolean): Promise<LogViewState> {
  return new Promise((resolve) => {
    const stop = logs.subscribe((state) => {
      if (state.view !== view || !isSo(state)) return;
      stop();
      resolve(state);
    });
  });
}

async function openIndexed(logs: Logs): Promise<string> {
  const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
  if (state.pending !== null) await stateIs(logs, state.view, ({ pending }) => pending === null);
  return state.view;
}

async function searchMs(logs: Logs, view: string): Promise<number> {
  await logs.handlers.logsChange({ view, search: null, anchor: 'end' });
  return timed(async () => {
    const done = stateIs(logs, view, (state) => state.search?.done === true);
    await logs.handlers.logsChange({ view, search, anchor: 'end' });
    const { search: found } = await done;
    if (found?.matchedRows !== 1_111) throw new Error(`The search found ${found?.matchedRows ?? 'nothing'}.`);
  });
}

/** How long lnav takes to its end; null where it isn't installed. */
async function lnav(file: string): Promise<number | null> {
  const home = await mkdtemp('/tmp/rbb-lnav-');
  try {
    const commands = ['-n', '-c', ':goto 100%', '-c', ':hide-lines-before 2099-01-01', file];
    const env = { ...process.env, HOME: home };
    const ms = await timed(() => run('lnav', commands, { env, maxBuffer: 2 ** 30 }));
    return rounded(ms, 0);
  } catch {
    return null;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const followSeconds = 6;
const linesPerSecond = 50_000;
const quietMs = 10_000;

/** How far the viewer is behind a log that grows by 50,000 lines a second, and what it uses while thirty logs are quiet. */
async function follow(folder: string): Promise<{ tailLagMs: number; quietCpuPercent: number }> {
  mkdirSync(folder);
  const file = path.join(folder, 'raylet.out');
  writeFileSync(file, benchLine(0));
  for (let number = 0; number < 30; number += 1) {
    writeFileSync(path.join(folder, `worker-1-01000000-${number}.out`), benchLine(number));
  }
  const logs = createLogs(logsOver(workerFile, folder));
  try {
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    const lags: number[] = [];
    let written = state.rowCount;
    const appended: { rows: number; at: number }[] = [];
    const stop = logs.subscribe(({ rowCount }) => {
      while (appended[0] !== undefined && appended[0].rows <= rowCount) {
        lags.push(performance.now() - (appended.shift()?.at ?? 0));
      }
    });
    const everyMs = 20;
    for (let turn = 0; turn < (followSeconds * 1_000) / everyMs; turn += 1) {
      const count = (linesPerSecond * everyMs) / 1_000;
      const startedAt = performance.now();
      appendFileSync(file, Array.from({ length: count }, (_, index) => benchLine(written + index)).join(''));
      written += count;
      appended.push({ rows: written, at: performance.now() });
      await delay(Math.max(0, everyMs - (performance.now() - startedAt)));
    }
    while (appended.length > 0) await delay(20);
    stop();
    await delay(4_000);
    const before = process.cpuUsage();
    await delay(quietMs);
    const { user, system } = process.cpuUsage(before);
    return {
      tailLagMs: rounded(p99(lags), 0),
      quietCpuPercent: rounded(((user + system) / 1_000 / quietMs) * 100, 2),
    };
  } finally {
    await logs.close();
  }
}

const settleMs = 12_000;

/** The app's processes with the viewer's window open on the log and a search in it, less without. */
async function memory({ electron, say }: BenchOptions, big: string): Promise<number> {
  // Nobody listens there: Raybar has a cluster, and so shows no window by itself.
  const state = await prepareState('127.0.0.1:9');
  const logFolder = path.join(state.directory, 'logs');
  mkdirSync(logFolder, { recursive: true });
  linkSync(big, path.join(logFolder, 'big.log'));
  const app = await startRaybar(electron, state.directory);
  try {
    await delay(settleMs);
    const before = await processCost(app.pid, 1_000, null);
    await app.client.invoke('openLogs', undefined);
    // The window draws its first rows, and Chromium lets go of what it only needs to start.
    await delay(settleMs / 2);
    const opened = await app.client.invoke('logsOpen', { query: {}, search, anchor: 'end' });
    for (;;) {
      const { state: now } = await app.client.invoke('logsChange', {
        view: opened.state.view,
        anchor: 'end',
      });
      if (now.search?.done === true && now.pending === null) break;
      await delay(50);
    }
    const after = await processCost(app.pid, 1_000, null);
    if (before.sharers !== after.sharers) {
      say(
        '  Other Electron apps came or went meanwhile: they share pages, so the memory is not to be trusted.',
      );
    }
    return after.pssBytes - before.pssBytes;
  } finally {
    await app.stop();
    await state.remove();
  }
}
