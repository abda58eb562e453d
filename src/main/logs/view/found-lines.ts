import type { LogPlace, LogSearchState } from '../../../shared/log-views';
import type { SearchSession } from '../search/search-session';
import { lineOfKey, placeAtRow, type PlacedLines } from './line-places';
import { bucketsOf, type ColumnMatches } from './match-buckets';
import type { ViewFile } from './view-lines';

/** The matching row after (or before) the line of a key; null at the end. All rows must be known. */
export function nextMatch(
  placed: PlacedLines,
  files: readonly ViewFile[],
  search: SearchSession,
  key: string | null,
  forward: boolean,
): LogPlace | null {
  const { merged } = placed.lines;
  const from = key === null ? null : lineOfKey(placed, key);
  const column = from === null ? -1 : files.findIndex(({ file }) => file === from.file);
  const cut = from === null || column === -1 ? null : merged.cutOf({ column, line: from.line });
  const candidates = files.flatMap(({ file, whole }, at) => {
    const matches = search.matchesOf(file);
    if (matches === null) return [];
    const begin = cut === null ? (forward ? 0 : file.index.lineCount) : (cut[at] ?? 0);
    const line = matches.find(forward && at === column ? begin + 1 : begin, forward, whole.words);
    return line === -1 ? [] : [{ column: at, line }];
  });
  const found = merged.first(candidates, !forward);
  return found === null ? null : placeAtRow(placed, merged.rowOf(found), true);
}

/** How far a search has come. Without the scroll bar's marks while rows are estimated. */
export function searchStateOf(
  { lines }: PlacedLines,
  files: readonly ViewFile[],
  search: SearchSession,
): LogSearchState {
  const found = files.map(({ file, whole }): ColumnMatches | null => {
    const matches = search.matchesOf(file);
    return matches === null ? null : { matches, words: whole.words };
  });
  const matchedRows = found.reduce(
    (sum, each) => sum + (each?.matches.count(0, each.matches.index.lineCount, each.words) ?? 0),
    0,
  );
  const withRows = matchedRows > 0 && lines.pending === null;
  return {
    searchedShare: search.share,
    matchedRows,
    buckets: withRows ? bucketsOf(lines.merged, found, matchedRows) : [],
    done: search.isDone,
    problem: search.problem,
  };
}
