import type { LogMatch, LogMatchDirection, LogPlace } from '../../shared/log-views';
import { formatCount } from '../../shared/view/format';
import type { LogAction } from './log-keys';
import type { LineTimes } from './line-times';
import type { LogViewer } from './log-viewer';
import { markdownLines } from './markdown-lines';
import { selectedRange } from './viewer-state';

/** Puts text on the clipboard; false where that was refused. */
export type Copy = (text: string) => boolean;

export interface RowActions {
  /** Activates the line that is drawn in a row. */
  press(row: number, extend: boolean): void;
  move(action: Extract<LogAction, { do: 'move' }>): void;
  selectAll(): void;
  goToMatch(direction: 'next' | 'previous'): Promise<void>;
  /** Asks which of all matches the current one is, and where it is now. */
  countMatch(): Promise<void>;
  /** The first match at or after what is on screen, or before it; leaves a match that is on screen where it is. */
  goToNearestMatch(): Promise<void>;
  toggleBookmark(): void;
  goToBookmark(direction: 'next' | 'previous'): Promise<void>;
  goToLine(key: string): Promise<void>;
  copy(what: 'copy' | 'copy-markdown' | 'copy-entry' | 'copy-entry-markdown'): Promise<void>;
  openEntry(): Promise<void>;
  closeEntry(): void;
}

/** What can be done with rows. */
export function rowActions(viewer: LogViewer, times: LineTimes, copyText: Copy): RowActions {
  const { store, ask } = viewer;
  const { getState, setState } = store;
  const say = (said: string): void => setState({ said });
  const viewId = (): string => getState().view?.view ?? '';
  let matchTurn = 0;

  function activate(row: number, extend: boolean, line = viewer.rowAt(row)): void {
    const { view, active, selectedFrom, entry } = getState();
    const last = (view?.rowCount ?? 0) - 1;
    if (last < 0) return;
    const within = Math.min(last, Math.max(0, row));
    const from = extend ? (selectedFrom ?? active?.row ?? within) : null;
    const key = (row === within ? line : viewer.rowAt(within))?.key ?? null;
    viewer.wentElsewhere();
    setState({ active: { row: within, key }, selectedFrom: from });
    if (entry !== null && !extend) void openEntry();
  }

  function goTo(place: LogPlace, align: 'center' | 'nearest'): void {
    viewer.goTo(place, align);
    if (getState().entry !== null) void openEntry();
  }

  function showMatch(match: LogMatch): void {
    setState({ match });
    goTo(match, 'center');
    const found = getState().view?.search?.matchedRows ?? 0;
    say(
      match.ordinal === undefined ? 'Match' : `Match ${match.ordinal} of ${Math.max(match.ordinal, found)}`,
    );
  }

  async function findMatch(from: string | null, direction: LogMatchDirection): Promise<LogMatch | null> {
    const result = await ask('logsMatch', { view: viewId(), from, direction, counted: true });
    return result.type === 'success' ? result.value : null;
  }

  /** Resolves when the search has found something, or has looked through everything. */
  function somethingFound(): Promise<void> {
    const { search: wanted } = getState();
    return new Promise((resolve) => {
      const look = (): void => {
        const { view, search } = getState();
        const found = view?.search ?? null;
        // Another search was begun: who began it waits for it.
        if (search === wanted && found !== null && !found.done && found.matchedRows === 0) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = store.subscribe(look);
      look();
    });
  }

  async function openEntry(): Promise<void> {
    const { active, reveal } = getState();
    const row = active === null ? null : viewer.lineOf(active);
    if (row === null) return;
    setState({ entry: { row, text: null } });
    const result = await ask('logsText', { view: viewId(), what: { entryOf: row.key }, reveal });
    if (getState().entry?.row.key !== row.key) return;
    if (result.type === 'success') setState({ entry: { row, text: result.value } });
    else setState({ entry: null, error: result.error });
  }

  async function goToLine(key: string): Promise<void> {
    const result = await ask('logsLocate', { view: viewId(), anchor: { key } });
    if (result.type === 'error') return setState({ error: result.error });
    goTo(result.value, 'center');
    if (!result.value.exact) say('The filters hide that line; this is the nearest that is shown.');
  }

  return {
    press(row, extend) {
      const line = viewer.drawnAt(row);
      activate(row, extend, line);
      if (line !== null && viewer.rowAt(row)?.key !== line.key) void viewer.findActive();
    },
    goToLine,
    openEntry,
    closeEntry: () => setState({ entry: null }),
    move({ by, direction, extend }) {
      const { view, active } = getState();
      const rowCount = view?.rowCount ?? 0;
      if (rowCount === 0) return;
      const { topRow, endRow } = viewer.seenRows();
      const page = Math.max(1, Math.floor(endRow - topRow) - 1);
      if (by === 'end' && direction === 1) {
        activate(rowCount - 1, extend);
        if (!extend) return viewer.follow();
      } else if (by === 'end') activate(0, extend);
      else {
        const visible = active !== null && active.row >= topRow - 1 && active.row <= endRow;
        // Without an active row, or far from it, the keys begin at what is on screen.
        const from = visible ? active.row : direction === 1 ? Math.ceil(topRow) - 1 : Math.floor(endRow);
        activate(from + direction * (by === 'page' ? page : 1), extend);
      }
      viewer.stopFollowing();
      const row = getState().active?.row ?? 0;
      viewer.scrollTo(row, by === 'end' ? 'exact' : 'nearest');
    },
    selectAll() {
      const last = (getState().view?.rowCount ?? 0) - 1;
      if (last < 0) return;
      viewer.wentElsewhere();
      viewer.stopFollowing();
      setState({ active: { row: last, key: null }, selectedFrom: 0 });
      say(`${formatCount(last + 1, 'line')} selected`);
    },
    async goToMatch(direction) {
      const { match, active, search } = getState();
      if (search === null) return;
      const mine = (matchTurn += 1);
      const top = viewer.drawnAt(Math.ceil(viewer.seenRows().topRow))?.key ?? null;
      const from = active?.key ?? match?.key ?? top;
      const found = (await findMatch(from, direction)) ?? (await findMatch(null, direction));
      // Of a search that was ended meanwhile nothing is told.
      if (mine !== matchTurn || getState().search !== search) return;
      if (found !== null) showMatch(found);
      else say('No line matches.');
    },
    async countMatch() {
      const { match } = getState();
      if (match === null || match.key === null) return;
      const counted = await findMatch(match.key, 'here');
      // Another one was gone to meanwhile.
      if (counted !== null && getState().match === match) setState({ match: counted });
    },
    async goToNearestMatch() {
      const mine = (matchTurn += 1);
      const { search } = getState();
      await somethingFound();
      if (mine !== matchTurn || getState().search !== search) return;
      const { following } = getState();
      const { topRow } = viewer.seenRows();
      const before = following ? null : (viewer.drawnAt(Math.ceil(topRow) - 1)?.key ?? null);
      const atStart = !following && topRow < 1;
      const found = following
        ? await findMatch(null, 'previous')
        : ((await findMatch(atStart ? null : before, 'next')) ?? (await findMatch(null, 'previous')));
      if (mine === matchTurn && getState().search === search && found !== null) showMatch(found);
    },
    toggleBookmark() {
      const { active, bookmarks } = getState();
      const row = active === null ? null : viewer.lineOf(active);
      if (row === null) return;
      const kept = bookmarks.filter(({ key }) => key !== row.key);
      const added = kept.length === bookmarks.length;
      const { key, sourceId, text } = row;
      setState({ bookmarks: added ? [...kept, { key, sourceId, text }] : kept });
      say(added ? 'Bookmarked' : 'Bookmark removed');
    },
    async goToBookmark(direction) {
      const { bookmarks, active } = getState();
      const places = await Promise.all(
        bookmarks.map(({ key }) => ask('logsLocate', { view: viewId(), anchor: { key } })),
      );
      const found = places
        .flatMap((place) => (place.type === 'success' && place.value.exact ? [place.value] : []))
        .sort((a, b) => a.row - b.row);
      const at = active?.row ?? viewer.seenRows().topRow;
      const beyond =
        direction === 'next'
          ? (found.find(({ row }) => row > at) ?? found[0])
          : (lastBefore(found, at) ?? found.at(-1));
      if (beyond === undefined)
        say(bookmarks.length === 0 ? 'No bookmarks' : 'The filters hide the bookmarks.');
      else goTo(beyond, 'center');
    },
    async copy(what) {
      const { active, selectedFrom, reveal, sources } = getState();
      const range = selectedRange(getState());
      if (range === null || active === null) return say('Select a line first.');
      const [fromRow, lastRow] = range;
      const key = active.key ?? viewer.rowAt(active.row)?.key ?? null;
      const wholeEntry = what === 'copy-entry' || what === 'copy-entry-markdown';
      if (wholeEntry && key === null) return;
      // Lines go by their keys, where they are known: rows may have other numbers by now.
      const one = wholeEntry || selectedFrom === null ? key : null;
      const first = one === null ? viewer.rowAt(fromRow) : viewer.lineOf(active);
      const last = one === null ? viewer.rowAt(lastRow) : first;
      const ofOne = (line: string) => (wholeEntry ? { entryOf: line } : { lineOf: line });
      const of =
        one === null ? { fromRow, toRow: lastRow + 1, fromLine: first?.key, toLine: last?.key } : ofOne(one);
      const result = await ask('logsText', { view: viewId(), what: of, reveal });
      if (result.type === 'error') return setState({ error: result.error });
      const lines = result.value;
      const nameOf = (id: string | undefined) => sources.find((source) => source.id === id)?.name ?? 'log';
      const markdown = () =>
        markdownLines({
          lines,
          source: first?.sourceId === last?.sourceId ? nameOf(first?.sourceId) : 'Several logs',
          from: first?.at ? times.whole(first.at) : null,
          to: last?.at ? times.whole(last.at) : null,
        });
      const asMarkdown = what === 'copy-markdown' || what === 'copy-entry-markdown';
      const copied = copyText(asMarkdown ? markdown() : lines.text);
      const cut = lines.truncated
        ? wholeEntry
          ? ', a part of the entry'
          : ', the first of them'
        : lines.cutBytes > 0
          ? ', 1 MiB of the longest'
          : '';
      say(copied ? `Copied ${formatCount(lines.rows, 'line')}${cut}` : 'The clipboard was not to be had.');
    },
  };
}

/** The last of them, in their order, that is before a row. */
function lastBefore<T extends { readonly row: number }>(places: readonly T[], at: number): T | undefined {
  let last: T | undefined;
  for (const place of places) if (place.row < at) last = place;
  return last;
}
