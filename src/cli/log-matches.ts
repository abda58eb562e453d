import { RaybarFailure } from '../shared/errors';
import { type LogRow, type LogViewState, mostRows } from '../shared/log-views';
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
  const answers: LogRow[][] = [];
  let from: string | null = null;
  for (let left = most; left > 0;) {
    const rows: LogRow[] = await asker.ask('logsMatches', {
      view,
      from,
      direction: 'previous',
      most: Math.min(left, mostRows),
    });
    const [first] = rows;
    if (first === undefined) break;
    answers.unshift(rows);
    from = first.key;
    left -= rows.length;
  }
  return answers.flat();
}

/** All matching rows, from the view's start to what is its last one now: a log may be written faster than it is told. */
export async function* allMatches(asker: LogAsker, view: string): AsyncGenerator<LogRow> {
  const [last] = await lastMatches(asker, view, 1);
  if (last === undefined) return;
  for (let from: string | null = null; ;) {
    const rows: LogRow[] = await asker.ask('logsMatches', { view, from, direction: 'next', most: mostRows });
    for (const row of rows) {
      yield row;
      if (row.key === last.key) return;
      from = row.key;
    }
    if (rows.length === 0) return;
  }
}
