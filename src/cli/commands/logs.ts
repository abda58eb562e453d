import { RaybarFailure } from '../../shared/errors';
import {
  logKeyParts,
  type LogOpened,
  type LogRow,
  type LogSource,
  type LogViewState,
  mostNamedSources,
  mostRows,
} from '../../shared/log-views';
import type { CliCommand, CliContext } from '../cli-context';
import { isAppGone, UsageError } from '../cli-errors';
import { type ExitCode, exitCodes } from '../exit-codes';
import type { LogAsker } from '../log-asker';
import { logLine } from '../log-line';
import { allMatches, lastMatches, type ReadyView, readyView } from '../log-matches';
import { logsAsked, type LogsAsked, namedSources, noSuchSource, viewQuery } from '../log-query';

type LogsContext = Omit<CliContext, 'client'>;

/** Below the answer's time limit, so that a quiet log is no failure. */
const followWaitMs = 25_000;
/** So soon it is seen that a search has ended. */
const searchedFollowWaitMs = 5_000;
const followedAtOnce = 1_000;

export const logsCommand: CliCommand = {
  name: 'logs',
  usage:
    '[-f] [--source NAME]… [--level LEVEL] [--since 10m|TIME] [--grep PATTERN] [--lines N|all] [--earlier]',
  summary:
    'the logs of this worker, merged by time; the last 200 lines unless told otherwise; -f goes on; --source may be given several times, for several logs; --json one object a line; --level takes graver ones too, and up to info also lines without a level; --grep without a match exits with 1; --earlier has earlier sessions, too; jobs’ logs are to be had only while the app runs',
  options: {
    follow: { type: 'boolean', short: 'f' },
    source: { type: 'string', multiple: true },
    level: { type: 'string' },
    since: { type: 'string' },
    grep: { type: 'string' },
    lines: { type: 'string', short: 'n' },
    earlier: { type: 'boolean' },
  },
  run: ({ client, ...context }) =>
    showLogs(context, {
      ask: (name, input) => client.invoke(name, input),
      // The connection is closed by who opened it.
      close: () => undefined,
    }),
  async runWithoutApp(context) {
    const asker = await context.readLogs?.();
    if (asker === undefined) return exitCodes.notRunning;
    try {
      return await showLogs(context, asker);
    } finally {
      asker.close();
    }
  },
};

async function showLogs(context: LogsContext, asker: LogAsker): Promise<ExitCode> {
  const interrupted = context.flag('follow') ? context.interrupted?.() : undefined;
  try {
    return await showUntil(context, interruptible(asker, interrupted), interrupted);
  } catch (error) {
    // What it was interrupted in comes to nothing, whatever that says.
    if (interrupted?.aborted === true) return exitCodes.ok;
    if (!context.flag('follow') || context.json || !isAppGone(error)) throw error;
    // Nothing was done wrong, and there is nothing to mend.
    context.stderr('Raybar quit; its logs are followed no longer.\n');
    return exitCodes.notRunning;
  }
}

class Interrupted extends Error {}

/**
 * Rejects at once when it is interrupted: an answer that is under way is nobody's then. But a view that is being opened is waited for, and is
 * closed all the same: the app would keep it for a while.
 */
function interruptible(asker: LogAsker, signal: AbortSignal | undefined): LogAsker {
  if (signal === undefined) return asker;
  return {
    async ask(name, input) {
      if (name === 'logsClose') return asker.ask(name, input);
      if (signal.aborted) throw new Interrupted();
      const answer = asker.ask(name, input);
      return name === 'logsOpen' ? answer : unlessAborted(answer, signal);
    },
    close: () => asker.close(),
  };
}

/** A race with one promise for all answers would keep each of them until that is settled. */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Interrupted());
    const settled = (): void => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    answer.then(resolve, reject).finally(settled);
  });
}

async function showUntil(
  context: LogsContext,
  asker: LogAsker,
  interrupted: AbortSignal | undefined,
): Promise<ExitCode> {
  const asked = logsAsked(context);
  const earlier = context.flag('earlier');
  const sources = await asker.ask('logsSources', { earlier });
  if (sources.length === 0 && asked.sources === null) context.stderr('There are no logs yet.\n');
  const chosen = asked.sources === null ? null : await chosenSources(asker, sources, asked.sources, earlier);
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const single = chosen?.length === 1;
  const tell = async (shown: LogRow, view: string): Promise<void> => {
    if (interrupted?.aborted === true) throw new Interrupted();
    // A terminal shows the beginning of a long line; who reads a pipe looks for what is in it.
    const row = context.isTerminal ? shown : await wholeRow(asker, view, shown);
    const line = context.json
      ? `${JSON.stringify({ ...row, source: names.get(row.sourceId) ?? row.sourceId })}\n`
      : logLine(row, single ? null : (names.get(row.sourceId) ?? row.sourceId), context.isColoured === true);
    context.stdout(line);
    await context.drained?.();
  };
  const opened = await asker.ask('logsOpen', {
    query: { ...viewQuery(asked, chosen), session: earlier ? 'all' : 'current' },
    search: asked.search,
    anchor: 'end',
  });
  const { view } = opened.state;
  const leftOut = opened.state.leftOutSources + Math.max(0, (chosen?.length ?? 0) - mostNamedSources);
  if (leftOut > 0) context.stderr(leftOutWords(leftOut));
  try {
    const told = await tellPast(asker, opened, asked, tell);
    if (context.flag('follow'))
      await follow(asker, { state: opened.state, told, tell, names, stderr: context.stderr });
    // As grep does.
    else if (asked.search !== null && told.size === 0) return exitCodes.failed;
  } finally {
    // Also where it was interrupted. An app that has gone has no view.
    await asker.ask('logsClose', { view }).catch(() => undefined);
  }
  return exitCodes.ok;
}

/** The logs of all of these names, each once. @throws UsageError where none is called so */
async function chosenSources(
  asker: LogAsker,
  sources: readonly LogSource[],
  names: readonly string[],
  earlier: boolean,
): Promise<LogSource[]> {
  const chosen = new Set<LogSource>();
  for (const name of names) {
    const named = namedSources(sources, name);
    if (named.length === 0) throw await unknownSource(asker, sources, name, earlier);
    for (const source of named) chosen.add(source);
  }
  // As they are listed: where there are too many of them, the newest are shown.
  return sources.filter((source) => chosen.has(source));
}

async function unknownSource(
  asker: LogAsker,
  sources: readonly LogSource[],
  name: string,
  earlier: boolean,
): Promise<UsageError> {
  const before = earlier ? [] : await asker.ask('logsSources', { earlier: true });
  if (namedSources(before, name).length === 0) return noSuchSource(sources, name);
  return new UsageError(`--source: only earlier sessions have a log that is called "${name}"; add --earlier`);
}

/** With all of a long line, up to 1 MiB of it. A line whose file went meanwhile stays as it is shown. */
async function wholeRow(asker: LogAsker, view: string, row: LogRow): Promise<LogRow> {
  if (row.cutBytes === 0) return row;
  try {
    const { text, cutBytes } = await asker.ask('logsText', { view, what: { lineOf: row.key } });
    return { ...row, text, cutBytes };
  } catch (error) {
    if (error instanceof RaybarFailure && error.error.code === 'log-view-gone') return row;
    throw error;
  }
}

const leftOutWords = (count: number): string =>
  `${count} older ${count === 1 ? 'log is' : 'logs are'} left out; name one with --source.\n`;

/** How far each file was told, by its number: its last line, which may not have been whole. */
type Told = Map<number, { offset: number } & Pick<LogRow, 'text' | 'cutBytes'>>;

/** A line that was told before it was whole is told again. */
function wasTold(told: Readonly<Told>, { key, text, cutBytes }: LogRow): boolean {
  const { file, offset } = logKeyParts(key);
  const last = told.get(file);
  if (last === undefined || offset > last.offset) return false;
  return offset < last.offset || (text === last.text && cutBytes === last.cutBytes);
}

/** Tells what is there now. @returns what following may bring again */
async function tellPast(
  asker: LogAsker,
  opened: LogOpened,
  asked: LogsAsked,
  tell: (row: LogRow, view: string) => Promise<void>,
): Promise<Told> {
  const ready = await readyView(asker, opened);
  const told: Told = new Map();
  for await (const row of pastRows(asker, ready, asked)) {
    await tell(row, ready.view);
    const { file, offset } = logKeyParts(row.key);
    told.set(file, { offset, text: row.text, cutBytes: row.cutBytes });
  }
  return told;
}

async function* pastRows(
  asker: LogAsker,
  { view, rowCount, end }: ReadyView,
  { search, lines }: LogsAsked,
): AsyncGenerator<LogRow> {
  if (search !== null) {
    if (lines === null) yield* allMatches(asker, view, end);
    else if (lines > 0) yield* await lastMatches(asker, view, end, lines);
    return;
  }
  for (let from = lines === null ? 0 : Math.max(0, rowCount - lines); from < rowCount; from += mostRows) {
    const count = Math.min(mostRows, rowCount - from);
    const { rows } = await asker.ask('logsRows', { view, from, count });
    for (const row of rows) if (row !== null) yield row;
  }
}

interface Following {
  state: LogViewState;
  told: Told;
  tell: (row: LogRow, view: string) => Promise<void>;
  names: Map<string, string>;
  stderr: (text: string) => void;
}

/** Goes on until it is interrupted or the app quits. @throws RaybarFailure of the search */
async function follow(asker: LogAsker, following: Following): Promise<void> {
  const { told, tell, names, stderr } = following;
  const { view, search } = following.state;
  const waitMs = search === null ? followWaitMs : searchedFollowWaitMs;
  for (;;) {
    const news = await asker.ask('logsFollow', { view, most: followedAtOnce, waitMs });
    if (news.skippedRows > 0)
      stderr(`… ${news.skippedRows} lines came too fast to be shown; they are in the files\n`);
    for (const row of news.rows) {
      if (wasTold(told, row)) continue;
      const { file, offset } = logKeyParts(row.key);
      if (row.unfinished === true) told.set(file, { offset, text: row.text, cutBytes: row.cutBytes });
      if (!names.has(row.sourceId)) await learnNames(asker, names);
      await tell(row, view);
    }
    if (search === null || news.rows.length > 0) continue;
    // A search that ended finds nothing, and does not say so.
    const { state } = await asker.ask('logsChange', { view, anchor: 'end' });
    if (state.search?.problem) throw new RaybarFailure(state.search.problem);
  }
}

/** A source that was born while following. */
async function learnNames(asker: LogAsker, names: Map<string, string>): Promise<void> {
  for (const { id, name } of await asker.ask('logsSources', { earlier: false })) names.set(id, name);
}
