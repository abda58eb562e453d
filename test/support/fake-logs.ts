import { failure, success, type RaybarError, type Result } from '../../src/shared/errors';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/ipc';
import type { LogProblem } from '../../src/shared/log-problems';
import {
  logQuerySchema,
  logSearchSchema,
  searchBucketCount,
  type LogAnchor,
  type LogQuery,
  type LogRow,
  type LogSearch,
  type LogSource,
  type LogViewState,
} from '../../src/shared/log-views';

type LogAnswers = {
  [N in Extract<CommandName, `logs${string}`>]?: (input: CommandInput<N>) => Result<CommandOutput<N>>;
};

export interface FakeLogs {
  /** For a window's fake bridge. */
  readonly answers: LogAnswers;
  /** The view's state now: what the event `logView` brings. */
  state(): LogViewState;
  append(...rows: readonly LogRow[]): LogViewState;
  /** More of the last line was written. */
  goOn(row: LogRow): LogViewState;
  /** As if lines had been indexed before these: every row has another number. */
  prepend(...rows: readonly LogRow[]): LogViewState;
  /** As if lines of another log had come in between: the rows behind have other numbers. */
  insert(at: number, ...rows: readonly LogRow[]): LogViewState;
  /** As after five minutes without a question. */
  forgetView(): void;
}

export interface FakeLogsOptions {
  readonly rows: readonly LogRow[];
  readonly sources: readonly LogSource[];
  readonly problems?: readonly LogProblem[];
  readonly own?: Partial<LogViewState>;
}

const gone: RaybarError = {
  code: 'log-view-gone',
  tried: 'Read the logs',
  found: 'That view was closed.',
  fixes: [],
  retryable: true,
};

/**
 * The log engine's contract over a few lines in memory: one view at a time, everything indexed and searched at once. For what a window
 * does; what an engine does is tested on the engine.
 */
export function createFakeLogs({ rows, sources, problems = [], own = {} }: FakeLogsOptions): FakeLogs {
  let all = [...rows];
  let view = 0;
  let revision = 1;
  let query: LogQuery = logQuerySchema.parse({});
  let search: LogSearch | null = null;

  const shown = (): LogRow[] => all.filter((row) => passes(row, query, sources));
  const pattern = (): RegExp | null => (search === null ? null : patternOf(search));
  const matched = (): number[] => {
    const found = pattern();
    return found === null ? [] : shown().flatMap(({ text }, row) => (text.search(found) === -1 ? [] : [row]));
  };

  function state(): LogViewState {
    const rowCount = shown().length;
    return {
      view: `v${view}`,
      revision,
      rowCount,
      pending: null,
      indexedShare: 1,
      openSources: sources.length,
      leftOutSources: 0,
      skippedRows: 0,
      search:
        search === null
          ? null
          : {
              searchedShare: 1,
              matchedRows: matched().length,
              buckets: buckets(matched(), rowCount),
              done: true,
              problem: null,
            },
      failureBuckets: buckets(
        shown().flatMap(({ level }, row) => (level === 'error' || level === 'fatal' ? [row] : [])),
        rowCount,
      ),
      problem: null,
      ...own,
    };
  }

  function place(anchor: LogAnchor) {
    const lines = shown();
    const last = Math.max(0, (own.rowCount ?? lines.length) - 1);
    const at = (row: number, exact: boolean) => ({ revision, row, key: lines[row]?.key ?? null, exact });
    if (anchor === 'start') return at(0, true);
    if (anchor === 'end') return at(last, true);
    if (anchor === 'failure') {
      const failed = lastIndexOf(
        lines,
        ({ level, startsEntry }) => startsEntry && (level === 'error' || level === 'fatal'),
      );
      return failed === -1 ? at(last, false) : at(failed, true);
    }
    if ('at' in anchor) {
      const row = lines.findIndex((line) => line.at !== null && line.at >= anchor.at);
      return at(row === -1 ? last : row, row !== -1);
    }
    const row = lines.findIndex(({ key }) => key === anchor.key);
    if (row !== -1) return at(row, true);
    // Filtered out: the nearest that comes before it.
    const order = all.findIndex(({ key }) => key === anchor.key);
    const before = lines.filter((line) => all.indexOf(line) < order).length;
    return at(Math.max(0, before - 1), false);
  }

  const inView = <T>(asked: string, answer: () => T): Result<T> =>
    asked === `v${view}` ? success(answer()) : failure(gone);

  function withMatches(row: LogRow): LogRow {
    const found = pattern();
    if (found === null) return row;
    const matches = [...row.text.matchAll(found)].map(({ index, 0: text }) => ({
      start: index,
      end: index + text.length,
    }));
    return { ...row, matches };
  }

  function insert(at: number, ...added: readonly LogRow[]): LogViewState {
    all = [...all.slice(0, at), ...added, ...all.slice(at)];
    revision += 1;
    return state();
  }

  return {
    state,
    insert,
    append(...added) {
      all = [...all, ...added];
      return state();
    },
    goOn(row) {
      all = [...all.slice(0, -1), row];
      return state();
    },
    prepend: (...added) => insert(0, ...added),
    forgetView() {
      view += 1;
    },
    answers: {
      logsSources: ({ earlier, reveal }) =>
        success(
          sources
            .filter(({ current }) => current || earlier)
            .map((source) =>
              reveal ? { ...source, name: source.name.replaceAll('•••', 'hunter2') } : source,
            ),
        ),
      logsOpen: ({ query: asked, search: wanted, anchor, aroundRows = 0 }) => {
        view += 1;
        query = logQuerySchema.parse(asked);
        search = searchOf(wanted);
        const at = place(anchor);
        const opened = { state: state(), anchor: at };
        if (aroundRows === 0) return success(opened);
        const from = Math.max(0, at.row - aroundRows);
        const lines = shown()
          .slice(from, at.row + aroundRows)
          .map(withMatches);
        const ids = new Set(lines.map(({ sourceId }) => sourceId));
        return success({
          ...opened,
          around: { revision, from, rows: lines, sources: sources.filter(({ id }) => ids.has(id)) },
        });
      },
      logsChange: ({ view: asked, query: filters, search: wanted, anchor }) =>
        inView(asked, () => {
          if (filters !== undefined) {
            query = logQuerySchema.parse(filters);
            revision += 1;
          }
          if (wanted !== undefined) search = searchOf(wanted);
          return { state: state(), anchor: place(anchor) };
        }),
      logsRows: ({ view: asked, from, count, reveal }) =>
        inView(asked, () => ({
          revision,
          from,
          rows: shown()
            .slice(from, from + count)
            .map(withMatches)
            .map((row) => (reveal ? { ...row, text: row.text.replaceAll('•••', 'hunter2') } : row)),
        })),
      logsLocate: ({ view: asked, anchor }) => inView(asked, () => place(anchor)),
      logsMatch: ({ view: asked, from, direction, counted }) =>
        inView(asked, () => {
          const at = from === null ? null : place({ key: from }).row;
          const found = matched();
          const row =
            direction === 'here'
              ? found.find((each) => each === at)
              : direction === 'next'
                ? found.find((each) => at === null || each > at)
                : found[lastIndexOf(found, (each) => at === null || each < at)];
          if (row === undefined) return null;
          const { key } = shown()[row] ?? { key: null };
          const ordinal = counted && state().search?.done === true ? { ordinal: found.indexOf(row) + 1 } : {};
          return { revision, row, key, exact: true, ...ordinal };
        }),
      logsText: ({ view: asked, what }) =>
        inView(asked, () => {
          const lines = shown();
          const chosen =
            'entryOf' in what
              ? entryOf(lines, what.entryOf)
              : 'lineOf' in what
                ? lines.filter(({ key }) => key === what.lineOf)
                : lines.slice(
                    what.fromLine === undefined ? what.fromRow : place({ key: what.fromLine }).row,
                    what.toLine === undefined ? what.toRow : place({ key: what.toLine }).row + 1,
                  );
          return {
            text: chosen.map(({ text }) => `${text}\n`).join(''),
            rows: chosen.length,
            truncated: false,
            cutBytes: 0,
          };
        }),
      logsProblems: ({ view: asked }) => inView(asked, () => ({ problems: [...problems], searchedShare: 1 })),
      logsClose: () => success(undefined),
    },
  };
}

function passes(row: LogRow, query: LogQuery, sources: readonly LogSource[]): boolean {
  const source = sources.find(({ id }) => id === row.sourceId);
  if (query.sources !== null && !query.sources.includes(row.sourceId)) return false;
  if (query.levels !== null && !query.levels.includes(row.level ?? 'none')) return false;
  if (query.task !== null && !source?.tasks.includes(query.task) && !row.text.includes(query.task))
    return false;
  if (query.nodeId !== null && !row.text.includes(query.nodeId)) return false;
  if (query.from !== null && (row.at ?? 0) < query.from) return false;
  return query.to === null || (row.at ?? 0) < query.to;
}

function searchOf(input: CommandInput<'logsOpen'>['search']): LogSearch | null {
  if (input === null || input === undefined) return null;
  return logSearchSchema.parse(input);
}

function patternOf({ text, regex, matchCase, wholeWord }: LogSearch): RegExp {
  const source = regex ? text : text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(wholeWord ? `\\b(?:${source})\\b` : source, matchCase ? 'g' : 'gi');
}

function buckets(rows: readonly number[], rowCount: number): number[] {
  const counts = Array.from({ length: searchBucketCount }, () => 0);
  for (const row of rows) {
    const bucket = Math.floor((row / rowCount) * searchBucketCount);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

function entryOf(lines: readonly LogRow[], key: string): LogRow[] {
  const at = lines.findIndex((line) => line.key === key);
  let from = at;
  while (from > 0 && lines[from]?.startsEntry === false) from -= 1;
  let to = at + 1;
  while (lines[to]?.startsEntry === false) to += 1;
  return lines.slice(from, to);
}

function lastIndexOf<T>(items: readonly T[], looked: (item: T) => boolean): number {
  let last = -1;
  for (const [index, item] of items.entries()) if (looked(item)) last = index;
  return last;
}
