import { RaybarFailure } from '../shared/errors';
import { type LogMatch, type LogRow, type LogViewState, mostRows } from '../shared/log-views';
import type { LogAsker } from './log-asker';

const firstCheckMs = 10;
const mostCheckMs = 100;

/**
 * The view once all of its rows are known and searched: until then their numbers are estimates, and matches are missing.
 *
 * @throws RaybarFailure what the search met: log-search-invalid, log-search-too-slow
 */
export async function readyView(asker: LogAsker, state: LogViewState): Promise<LogViewState> {
  let now = state;
  for (let waitMs = firstCheckMs; ; waitMs = Math.min(mostCheckMs, waitMs * 2)) {
    if (now.search?.problem) throw new RaybarFailure(now.search.problem);
    if (now.pending === null && now.search?.done !== false) return now;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    now = (await asker.ask('logsChange', { view: state.view, anchor: 'end' })).state;
  }
}

/** The newest matching rows, the oldest of them first. */
export async function lastMatches(asker: LogAsker, view: string, most: number): Promise<LogRow[]> {
  const found: LogMatch[] = [];
  for await (const match of matchesOf(asker, view, 'previous')) {
    found.push(match);
    if (found.length >= most) break;
  }
  const rows: LogRow[] = [];
  for await (const some of near(found.sort((a, b) => a.row - b.row)))
    rows.push(...(await rowsOf(asker, view, some)));
  return rows;
}

/** All matching rows, from the view's start on. */
export async function* allMatches(asker: LogAsker, view: string): AsyncGenerator<LogRow> {
  for await (const some of near(matchesOf(asker, view, 'next'))) yield* await rowsOf(asker, view, some);
}

async function* matchesOf(
  asker: LogAsker,
  view: string,
  direction: 'next' | 'previous',
): AsyncGenerator<LogMatch> {
  for (let from: string | null = null; ;) {
    const match: LogMatch | null = await asker.ask('logsMatch', { view, from, direction });
    // A match that is not where it was asked from: a file was cut meanwhile, and going on from there would begin anew.
    if (match === null || match.key === null || match.key === from) return;
    yield match;
    from = match.key;
  }
}

/** Matches in order, by those that one question for rows answers together. */
async function* near(matches: Iterable<LogMatch> | AsyncIterable<LogMatch>): AsyncGenerator<LogMatch[]> {
  let some: LogMatch[] = [];
  for await (const match of matches) {
    const [first] = some;
    if (first !== undefined && match.row - first.row >= mostRows) {
      yield some;
      some = [];
    }
    some.push(match);
  }
  if (some.length > 0) yield some;
}

/** @param matches in order, within `mostRows` */
async function rowsOf(asker: LogAsker, view: string, matches: readonly LogMatch[]): Promise<LogRow[]> {
  const [first] = matches;
  const last = matches.at(-1);
  if (first === undefined || last === undefined) return [];
  const count = Math.min(mostRows, Math.max(1, last.row - first.row + 1));
  const { rows } = await asker.ask('logsRows', { view, from: first.row, count });
  const byKey = new Map(rows.flatMap((row) => (row === null ? [] : [[row.key, row] as const])));
  const found: LogRow[] = [];
  for (const { key } of matches) {
    const row = key === null ? null : (byKey.get(key) ?? (await rowOfKey(asker, view, key)));
    if (row !== null) found.push(row);
  }
  return found;
}

/** Rows got other numbers since the match was found. */
async function rowOfKey(asker: LogAsker, view: string, key: string): Promise<LogRow | null> {
  const { anchor } = await asker.ask('logsChange', { view, anchor: { key } });
  const [row] = (await asker.ask('logsRows', { view, from: anchor.row, count: 1 })).rows;
  return row?.key === key ? row : null;
}
