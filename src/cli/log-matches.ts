import { RaybarFailure } from '../shared/errors';
import { type LogOpened, type LogRow, mostRows } from '../shared/log-views';
import type { LogAsker } from './log-asker';

const firstCheckMs = 10;
const mostCheckMs = 100;

export interface ReadyView {
  view: string;
  rowCount: number;
  /** The key of its last line; null where it has none. */
  end: string | null;
}

/**
 * The view once all of its rows are known and searched: until then their numbers are estimates, and matches are missing.
 *
 * @param opened with the anchor at its end
 * @throws RaybarFailure what the search met: log-search-invalid, log-search-too-slow
 */
export async function readyView(asker: LogAsker, opened: LogOpened): Promise<ReadyView> {
  const { view } = opened.state;
  let now = opened;
  for (let waitMs = firstCheckMs; ; waitMs = Math.min(mostCheckMs, waitMs * 2)) {
    const { pending, search, rowCount } = now.state;
    if (search?.problem) throw new RaybarFailure(search.problem);
    if (pending === null && search?.done !== false) return { view, rowCount, end: now.anchor.key };
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    now = await asker.ask('logsChange', { view, anchor: 'end' });
  }
}

/**
 * The newest matching rows of a view, the oldest of them first.
 *
 * @param end the view's last line when all was searched: of what came since, some is searched and some is not
 */
export async function lastMatches(
  asker: LogAsker,
  view: string,
  end: string | null,
  most: number,
): Promise<LogRow[]> {
  const answers: LogRow[][] = [];
  let from = end;
  for (let left = most; left > 0 && from !== null;) {
    const rows: LogRow[] = await asker.ask('logsMatches', {
      view,
      from,
      direction: 'previous',
      inclusive: answers.length === 0,
      most: Math.min(left, mostRows),
    });
    answers.unshift(rows);
    from = rows[0]?.key ?? null;
    left -= rows.length;
  }
  return answers.flat();
}

/** All matching rows, from the view's start to what was its last line then. */
export async function* allMatches(asker: LogAsker, view: string, end: string | null): AsyncGenerator<LogRow> {
  const [last] = await lastMatches(asker, view, end, 1);
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
