import type { LogMatch, LogMatchDirection, LogSearchState } from '../../../shared/log-views';
import type { SearchSession } from '../search/search-session';
import { lineOfKey, placeAtRow, type PlacedLines } from './line-places';
import { bucketsOf, type ColumnMatches } from './match-buckets';
import type { MergedLine } from './merged-order';
import type { ViewFile, ViewLine } from './view-lines';

export interface MatchAsked {
  /** Of the line from which on it is looked for; null: from the view's start or end. */
  key: string | null;
  direction: LogMatchDirection;
  /** With its ordinal, where that is known: all is searched. */
  counted: boolean;
}

export interface MatchesAsked {
  /** Of the line from which on they are looked for; null: from the view's start or end. */
  key: string | null;
  direction: 'next' | 'previous';
  /** With that line, where it matches. */
  inclusive: boolean;
  most: number;
}

/** The matching row after (or before) the line of a key, or its own; null where there is none. All rows must be known. */
export function findMatch(
  placed: PlacedLines,
  files: readonly ViewFile[],
  search: SearchSession,
  { key, direction, counted }: MatchAsked,
): LogMatch | null {
  const { merged } = placed.lines;
  const found = merged.first(
    nearestMatches(placed, files, search, { key, direction, inclusive: false }),
    direction === 'previous',
  );
  if (found === null) return null;
  const place = placeAtRow(placed, merged.rowOf(found), true);
  return counted && search.isDone ? { ...place, ordinal: ordinalOf(found, placed, files, search) } : place;
}

/** The lines of the nearest matching rows after (or before) the line of a key, in their order. All rows must be known. */
export function findMatches(
  placed: PlacedLines,
  files: readonly ViewFile[],
  search: SearchSession,
  { key, direction, inclusive, most }: MatchesAsked,
): ViewLine[] {
  const forward = direction === 'next';
  const following = ({ column, line }: MergedLine): number => {
    const own = files[column];
    const matches = own === undefined ? null : search.matchesOf(own.file);
    return matches?.find(forward ? line + 1 : line, forward, own?.whole.words ?? null) ?? -1;
  };
  const nearest = nearestMatches(placed, files, search, { key, direction, inclusive });
  const found = placed.lines.merged.someOf(nearest, following, { last: !forward, most });
  return found.flatMap(({ column, line }) => {
    const file = files[column]?.file;
    return file === undefined ? [] : [{ file, index: file.index, line }];
  });
}

/** Of each file the nearest matching line after (or before) the line of a key; of that line's own file, where it is asked for `here`, that line. */
function nearestMatches(
  placed: PlacedLines,
  files: readonly ViewFile[],
  search: SearchSession,
  { key, direction, inclusive }: Pick<MatchAsked, 'key' | 'direction'> & { inclusive: boolean },
): MergedLine[] {
  const { merged } = placed.lines;
  const from = key === null ? null : lineOfKey(placed, key);
  const column = from === null ? -1 : files.findIndex(({ file }) => file === from.file);
  const cut = from === null || column === -1 ? null : merged.cutOf({ column, line: from.line });
  const forward = direction !== 'previous';
  return files.flatMap(({ file, whole }, at): MergedLine[] => {
    const matches = search.matchesOf(file);
    if (matches === null || (direction === 'here' && at !== column)) return [];
    const begin = cut === null ? (forward ? 0 : file.index.lineCount) : (cut[at] ?? 0);
    const isBehind = (direction === 'next') !== inclusive && at === column;
    const line = matches.find(isBehind ? begin + 1 : begin, forward, whole.words);
    return line === -1 || (direction === 'here' && line !== begin) ? [] : [{ column: at, line }];
  });
}

/** Counts the bits before it: 1 ms for ten million lines. */
function ordinalOf(
  match: MergedLine,
  { lines: { merged } }: PlacedLines,
  files: readonly ViewFile[],
  search: SearchSession,
): number {
  const cut = merged.cutOf(match);
  return files.reduce(
    (sum, { file, whole }, at) => sum + (search.matchesOf(file)?.count(0, cut[at] ?? 0, whole.words) ?? 0),
    1,
  );
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
