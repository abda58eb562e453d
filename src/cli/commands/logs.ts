import { type LogRow, mostRows, type LogViewState } from '../../shared/log-views';
import type { CliCommand, CliContext } from '../cli-context';
import { type ExitCode, exitCodes } from '../exit-codes';
import type { LogAsker } from '../log-asker';
import { logLine } from '../log-line';
import { chosenSources, logsAsked, mostNamedSources, viewQuery, type LogsAsked } from '../log-query';

type LogsContext = Omit<CliContext, 'client'>;

/** Below the answer's time limit, so that a quiet log is no failure. */
const followWaitMs = 25_000;
const followedAtOnce = 1_000;
const indexCheckMs = 100;

export const logsCommand: CliCommand = {
  name: 'logs',
  usage: '[-f] [--source NAME] [--level LEVEL] [--since 10m|TIME] [--grep PATTERN] [--lines N|all]',
  summary:
    'the logs of this worker, merged by time; the last 200 lines unless told otherwise; -f goes on; --json one object a line',
  options: {
    follow: { type: 'boolean', short: 'f' },
    source: { type: 'string' },
    level: { type: 'string' },
    since: { type: 'string' },
    grep: { type: 'string' },
    lines: { type: 'string', short: 'n' },
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
  const asked = logsAsked(context);
  const follows = context.flag('follow');
  const interrupted = follows ? context.interrupted?.() : undefined;
  const sources = await asker.ask('logsSources', { earlier: false });
  const named = context.option('source');
  const chosen = named === undefined ? null : chosenSources(sources, named);
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const single = chosen?.length === 1;
  const tell = async (row: LogRow): Promise<void> => {
    const line = context.json
      ? `${JSON.stringify({ ...row, source: names.get(row.sourceId) ?? row.sourceId })}\n`
      : logLine(row, single ? null : (names.get(row.sourceId) ?? row.sourceId), context.isColoured === true);
    context.stdout(line);
    await context.drained?.();
  };
  const opened = await asker.ask('logsOpen', {
    query: viewQuery(asked, chosen),
    search: null,
    anchor: 'end',
  });
  const { view } = opened.state;
  const leftOut = opened.state.leftOutSources + Math.max(0, (chosen?.length ?? 0) - mostNamedSources);
  if (leftOut > 0) context.stderr(leftOutWords(leftOut));
  try {
    const told = await tellPast(asker, opened.state, asked, tell);
    if (follows) await follow(asker, { view, asked, told, tell, names, interrupted, stderr: context.stderr });
  } finally {
    // A view closes by itself in the end; an app that has gone has none.
    await asker.ask('logsClose', { view }).catch(() => undefined);
  }
  return exitCodes.ok;
}

const leftOutWords = (count: number): string =>
  `${count} older ${count === 1 ? 'log is' : 'logs are'} left out; name one with --source.\n`;

/** Tells what is there now. @returns the keys of the last rows, which following may bring again */
async function tellPast(
  asker: LogAsker,
  first: LogViewState,
  asked: LogsAsked,
  tell: (row: LogRow) => Promise<void>,
): Promise<Set<string>> {
  const state = await indexed(asker, first);
  const matches = (row: LogRow | null): row is LogRow =>
    row !== null && (asked.grep === null || asked.grep.test(row.text));
  const read = async (from: number, count: number): Promise<LogRow[]> =>
    count <= 0 ? [] : (await asker.ask('logsRows', { view: state.view, from, count })).rows.filter(matches);
  const told: LogRow[] = [];
  if (asked.lines !== null) {
    for (let to = state.rowCount; to > 0 && told.length < asked.lines; to -= mostRows) {
      const from = Math.max(0, to - mostRows);
      told.unshift(...(await read(from, to - from)));
    }
    told.splice(0, told.length - Math.min(told.length, asked.lines));
    for (const row of told) await tell(row);
  } else {
    for (let from = 0; from < state.rowCount; from += mostRows) {
      for (const row of await read(from, Math.min(mostRows, state.rowCount - from))) {
        await tell(row);
        told.push(row);
      }
      told.splice(0, told.length - Math.min(told.length, 5 * mostRows));
    }
  }
  return new Set(told.map(({ key }) => key));
}

/** The view once all of its rows are known: until then their numbers are estimates. */
async function indexed(asker: LogAsker, state: LogViewState): Promise<LogViewState> {
  let now = state;
  while (now.pending !== null) {
    await new Promise((resolve) => setTimeout(resolve, indexCheckMs));
    now = (await asker.ask('logsChange', { view: state.view, anchor: 'end' })).state;
  }
  return now;
}

interface Following {
  view: string;
  asked: LogsAsked;
  told: ReadonlySet<string>;
  tell: (row: LogRow) => Promise<void>;
  names: Map<string, string>;
  interrupted: AbortSignal | undefined;
  stderr: (text: string) => void;
}

/** Goes on until it is interrupted or the app quits. */
async function follow(asker: LogAsker, following: Following): Promise<void> {
  const { view, asked, told, tell, names, interrupted, stderr } = following;
  const aborted = new Promise<null>((resolve) =>
    interrupted?.addEventListener('abort', () => resolve(null), { once: true }),
  );
  for (;;) {
    const answer = asker.ask('logsFollow', { view, most: followedAtOnce, waitMs: followWaitMs });
    // Interrupted meanwhile: its answer is nobody's.
    answer.catch(() => undefined);
    const news = await Promise.race([answer, aborted]);
    if (news === null || interrupted?.aborted === true) return;
    if (news.skippedRows > 0)
      stderr(`… ${news.skippedRows} lines came too fast to be shown; they are in the files\n`);
    for (const row of news.rows) {
      if (told.has(row.key) || (asked.grep !== null && !asked.grep.test(row.text))) continue;
      if (!names.has(row.sourceId)) await learnNames(asker, names);
      await tell(row);
    }
  }
}

/** A source that was born while following. */
async function learnNames(asker: LogAsker, names: Map<string, string>): Promise<void> {
  for (const { id, name } of await asker.ask('logsSources', { earlier: false })) names.set(id, name);
}
