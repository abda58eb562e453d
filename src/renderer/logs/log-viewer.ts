import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RaybarError, Result } from '../../shared/errors';
import type { CommandInput, CommandName, CommandOutput, RaybarBridge } from '../../shared/ipc';
import type { LogPlace, LogQuery, LogRow, LogRows, LogSearch, LogsTarget } from '../../shared/log-views';
import { invoke } from '../invoke';
import { type Opening, queryFor } from './opening';
import { createOwnerPlace, type SeenRows } from './owner-place';
import { watchProblems } from './problem-watch';
import { createRowLoader } from './row-loader';
import { createRowNumbers, type RowNumbers } from './row-numbers';
import { RowPages } from './row-pages';
import { createViewChanges, type ViewChanges } from './view-changes';
import { firstState, type PointedRow, type ScrollOrder, type ViewerState } from './viewer-state';

export type Ask = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
) => Promise<Result<CommandOutput<N>>>;

/** A window's view of the logs: what main has, and where in it the window is. */
export interface LogViewer {
  readonly store: StoreApi<ViewerState>;
  readonly ask: Ask;
  /** Opens the logs at what the window was opened for. */
  show(target: LogsTarget): Promise<void>;
  /** Opens the view anew where it was. */
  reopen(): Promise<void>;
  setQuery(query: LogQuery): Promise<void>;
  setSearch(search: LogSearch | null): Promise<void>;
  setReveal(reveal: boolean): void;
  /** The line in a row, as main has numbered it. */
  rowAt(row: number): LogRow | null;
  /** The line that is drawn in a row: for a moment after main numbered its rows anew it may stand elsewhere by now. */
  drawnAt(row: number): LogRow | null;
  /** The row came at the end while that is followed: its line is here in a moment. */
  isJustWritten(row: number): boolean;
  /** The line that a row was pointed at for. */
  lineOf(pointed: PointedRow): LogRow | null;
  /** Asks for the active line's row: it was chosen where it was drawn. */
  findActive(): Promise<void>;
  /** The list shows these rows; `byOwner`: because its owner scrolled. */
  seen(rows: SeenRows, byOwner: boolean): void;
  seenRows(): SeenRows;
  /** Goes to the end and stays there. */
  follow(): void;
  stopFollowing(): void;
  /** The owner scrolled to the end: that is following, too. */
  reachedEnd(): void;
  /** Goes to a line, also where main has numbered its rows anew since the window heard of it. */
  goTo(place: LogPlace, align: 'center' | 'nearest'): void;
  /** The owner went elsewhere: the line that a filter took from them is not their place any more. */
  wentElsewhere(): void;
  /** Brings a row into sight. */
  scrollTo(row: number, align: ScrollOrder['align']): void;
  /** Asks how the view is now: what was told of it before somebody listened was missed. */
  hearNow(): Promise<void>;
  /** Looks whether the view is still there, and as it was: for a window that was hidden. */
  refresh(): Promise<void>;
  refreshSources(earlier: boolean): Promise<void>;
  close(): void;
}

/** @param opening what was opened before, to begin with */
export function createLogViewer(bridge: RaybarBridge, opening: Opening | null = null): LogViewer {
  const store = createStore<ViewerState>(() => firstState);
  const { getState, setState } = store;
  const ask: Ask = (name, input) => invoke(bridge, name, input);
  const pages = new RowPages();
  const place = createOwnerPlace(store, pages);
  /** Sources whose names were asked for when their lines came: one that has none is not asked for again and again. */
  const askedNames = new Set<string>();

  const loader = createRowLoader({
    pages,
    async fetchRows(from, count) {
      const { view, reveal } = getState();
      return ask('logsRows', { view: view?.view ?? '', from, count, reveal });
    },
    onScreen: () => place.onScreen,
    shown: () => getState().view,
    loaded(rows) {
      nameSources(rows);
      const { active, rowsSeq } = getState();
      // The active row was chosen before its line was here.
      const key = active !== null && active.key === null ? (pages.rowAt(active.row)?.key ?? null) : null;
      setState({
        rowsSeq: rowsSeq + 1,
        ...(active !== null && key !== null ? { active: { ...active, key } } : {}),
      });
    },
    failed: ({ error }) => fail(error),
    behind: () => void changes.catchUp(),
  });

  function fail(error: RaybarError): void {
    if (error.code === 'log-view-gone') void changes.reopen();
    else setState({ error });
  }

  const problems = watchProblems({
    async look() {
      const { view } = getState();
      if (view === null) return true;
      const result = await ask('logsProblems', { view: view.view });
      if (result.type === 'error') return true;
      if (getState().view?.view === view.view) setState({ problems: result.value });
      return result.value.searchedShare >= 1;
    },
  });

  /** A log that is new has no name yet: its lines would look like those of the log above. */
  function nameSources({ rows }: LogRows): void {
    const { sources, query } = getState();
    const known = new Set([...sources.map(({ id }) => id), ...askedNames]);
    const unknown = rows.flatMap((row) => (row === null || known.has(row.sourceId) ? [] : [row.sourceId]));
    if (unknown.length === 0) return;
    for (const id of unknown) askedNames.add(id);
    void refreshSources(query.sources !== null || query.session !== 'current');
  }

  async function refreshSources(earlier: boolean): Promise<void> {
    const { reveal } = getState();
    const result = await ask('logsSources', { earlier, reveal });
    // Names that were asked for before they were to be masked are shown no more.
    if (result.type === 'success' && getState().reveal === reveal) setState({ sources: result.value });
  }

  const numbers: RowNumbers = createRowNumbers({
    store,
    ask,
    pages,
    place,
    refresh: () => loader.refresh(),
    catchUp: () => void changes.catchUp(),
    fail,
  });
  const changes: ViewChanges = createViewChanges({
    store,
    ask,
    pages,
    place,
    numbers,
    refresh: () => loader.refresh(),
    opened: () => problems.opened(),
    fail,
  });
  const unsubscribe = bridge.subscribe('logView', (state) => {
    numbers.hear(state);
    problems.grew();
  });
  if (opening !== null) {
    setState({ query: queryFor(opening.target) });
    changes.adopt(opening.target.anchor, opening.opened);
  }

  return {
    store,
    ask,
    async show(target) {
      place.held = null;
      setState({ query: queryFor(target), search: null, match: null, entry: null, said: '' });
      await changes.open(target.anchor);
    },
    reopen: () => changes.reopen(),
    async setQuery(query) {
      setState({ query, entry: null, said: '' });
      await changes.change({ query });
      problems.opened();
    },
    async setSearch(search) {
      setState({ search, match: null, said: '' });
      await changes.change({ search });
    },
    setReveal(reveal) {
      setState(({ rowsSeq }) => ({ reveal, rowsSeq: rowsSeq + 1, entry: null }));
      pages.markStale();
      loader.refresh();
      void refreshSources(getState().sources.some(({ current }) => !current));
    },
    rowAt: (row) => pages.rowAt(row),
    drawnAt: (row) => pages.drawnAt(row),
    isJustWritten: (row) => getState().following && pages.isNext(row),
    lineOf: ({ row, key }) => (key === null ? pages.rowAt(row) : pages.lineOf(key)),
    findActive: () => numbers.findActive(),
    seen(rows, byOwner) {
      place.onScreen = rows;
      if (byOwner) place.moved();
      loader.need();
    },
    seenRows: () => place.onScreen,
    follow() {
      place.moved();
      const last = Math.max(0, (getState().view?.rowCount ?? 0) - 1);
      setState({ following: true, scroll: place.orderScroll(last, 'end') });
    },
    stopFollowing: () => {
      const { following, view } = getState();
      if (following) setState({ following: false, leftAtRows: view?.rowCount ?? 0 });
    },
    reachedEnd: () => {
      if (!getState().following) setState({ following: true });
    },
    wentElsewhere: () => place.moved(),
    goTo({ revision, row, key }, align) {
      place.moved();
      const { view } = getState();
      setState({
        following: false,
        leftAtRows: view?.rowCount ?? 0,
        active: { row, key },
        selectedFrom: null,
        ...(view?.revision === revision ? { scroll: place.orderScroll(row, align) } : {}),
      });
      if (view?.revision === revision) return;
      numbers.seek(key);
    },
    scrollTo: (row, align) => setState({ scroll: place.orderScroll(row, align) }),
    async hearNow() {
      const { view } = getState();
      if (view === null) return;
      const now = await ask('logsChange', { view: view.view, anchor: 'end' });
      if (now.type === 'success') numbers.hear(now.value.state);
      else fail(now.error);
    },
    async refresh() {
      if (getState().phase === 'open') await changes.change({});
    },
    refreshSources,
    close() {
      unsubscribe();
      problems.close();
      changes.close();
    },
  };
}
