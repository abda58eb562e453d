import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RaybarError, Result } from '../../shared/errors';
import type { CommandInput, CommandName, CommandOutput, RaybarBridge } from '../../shared/ipc';
import type {
  LogAnchor,
  LogOpened,
  LogPlace,
  LogQuery,
  LogRow,
  LogSearch,
  LogsTarget,
  LogViewState,
} from '../../shared/log-views';
import { invoke } from '../invoke';
import { createRowLoader } from './row-loader';
import { RowPages } from './row-pages';
import { allLogs, firstState, type ScrollOrder, type ViewerState } from './viewer-state';

export type Ask = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
) => Promise<Result<CommandOutput<N>>>;

/** What the list has on screen: [topRow, endRow). */
export interface SeenRows {
  readonly topRow: number;
  readonly endRow: number;
}

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
  rowAt(row: number): LogRow | null;
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
  /** Brings a row into sight. */
  scrollTo(row: number, align: ScrollOrder['align']): void;
  /** Looks whether the view is still there, and as it was: for a window that was hidden. */
  refresh(): Promise<void>;
  refreshSources(earlier: boolean): Promise<void>;
  refreshProblems(): Promise<void>;
  close(): void;
}

export function createLogViewer(bridge: RaybarBridge): LogViewer {
  const store = createStore<ViewerState>(() => firstState);
  const { getState, setState } = store;
  const ask: Ask = (name, input) => invoke(bridge, name, input);
  const pages = new RowPages();
  let onScreen: SeenRows = { topRow: 0, endRow: 0 };
  /** A filter took the line away that the owner was at: here it is kept until they go elsewhere. */
  let held: string | null = null;
  /** Counts up with every opening and change: late answers to earlier ones are not taken. */
  let turn = 0;
  let newest: LogViewState | null = null;
  let locating = false;
  let catchingUp = false;
  /** A line to go to whose row is told in numbers that are not shown yet. */
  let wanted: string | null = null;
  let scrolls = 0;

  const loader = createRowLoader({
    pages,
    async fetchRows(from, count) {
      const { view, reveal } = getState();
      return ask('logsRows', { view: view?.view ?? '', from, count, reveal });
    },
    shown: () => getState().view,
    loaded() {
      const { active, rowsSeq } = getState();
      // The active row was chosen before its line was here.
      const key = active !== null && active.key === null ? (pages.rowAt(active.row)?.key ?? null) : null;
      setState({
        rowsSeq: rowsSeq + 1,
        ...(active !== null && key !== null ? { active: { ...active, key } } : {}),
      });
    },
    failed: ({ error }) => fail(error),
    behind: () => void catchUp(),
  });

  function fail(error: RaybarError): void {
    if (error.code === 'log-view-gone') void reopen();
    else setState({ error });
  }

  const orderScroll = (row: number, align: ScrollOrder['align']): ScrollOrder => ({
    seq: (scrolls += 1),
    row,
    align,
  });

  /** Where the owner is: their line, or the topmost. */
  function place(): LogAnchor {
    const { following, active } = getState();
    if (held !== null) return { key: held };
    if (following) return 'end';
    const { topRow, endRow } = onScreen;
    const visible = active !== null && active.row >= topRow && active.row < endRow;
    const key = (visible ? active.key : null) ?? pages.rowAt(Math.ceil(topRow))?.key ?? active?.key ?? null;
    return key === null ? 'end' : { key };
  }

  async function open(anchor: LogAnchor): Promise<void> {
    const mine = (turn += 1);
    const before = getState().view;
    const { query, search } = getState();
    const result = await ask('logsOpen', { query, search, anchor });
    if (mine !== turn) {
      if (result.type === 'success') void ask('logsClose', { view: result.value.state.view });
      return;
    }
    if (result.type === 'error') return setState({ phase: 'failed', error: result.error });
    if (before !== null && before.view !== result.value.state.view)
      void ask('logsClose', { view: before.view });
    const { exact, row, key } = result.value.anchor;
    const following = anchor === 'end' || (anchor === 'failure' && !exact);
    pages.clear();
    adopt(result.value);
    setState({
      phase: 'open',
      error: null,
      following,
      leftAtRows: result.value.state.rowCount,
      match: null,
      selectedFrom: null,
      active: following ? null : { row, key },
      scroll: orderScroll(row, following ? 'end' : 'start'),
    });
    void refreshProblems();
  }

  /** Takes an answer's state. An event that overtook the answer stays the newest. */
  function adopt({ state }: LogOpened): void {
    const overtaken = newest !== null && newest.view === state.view && newest.revision > state.revision;
    if (!overtaken) newest = state;
    setState(({ rowsSeq }) => ({ view: state, rowsSeq: rowsSeq + 1 }));
    if (overtaken) void locateAgain();
  }

  /** Main has numbered rows anew and its event has not come, or came before something else: asks how the view is now. */
  async function catchUp(): Promise<void> {
    if (catchingUp) return;
    catchingUp = true;
    await change({});
    catchingUp = false;
  }

  async function change(what: { query?: LogQuery; search?: LogSearch | null }): Promise<boolean> {
    const { view, active } = getState();
    if (view === null) {
      await open('end');
      return getState().phase === 'open';
    }
    const mine = (turn += 1);
    const anchor = place();
    const { topRow } = onScreen;
    const before = scrolls;
    const result = await ask('logsChange', { view: view.view, anchor, ...what });
    if (mine !== turn) return false;
    if (result.type === 'error') {
      fail(result.error);
      return false;
    }
    const { anchor: at, state } = result.value;
    const renumbered = state.revision !== view.revision;
    if (renumbered) pages.clear();
    else pages.markStale();
    held = at.exact || typeof anchor === 'string' || !('key' in anchor) ? null : anchor.key;
    adopt(result.value);
    const wentElsewhere = scrolls !== before || getState().active !== active;
    if (renumbered && !getState().following && !wentElsewhere) {
      // The owner's line stays where it was on the screen.
      const isActive =
        active !== null && typeof anchor !== 'string' && 'key' in anchor && anchor.key === active.key;
      const above = isActive ? Math.max(0, active.row - Math.ceil(topRow)) : 0;
      setState({
        scroll: orderScroll(Math.max(0, at.row - above), 'exact'),
        selectedFrom: null,
        active: isActive ? { row: at.row, key: at.key } : null,
      });
    }
    setState(renumbered ? { error: null, leftAtRows: state.rowCount } : { error: null });
    loader.refresh();
    return true;
  }

  /** Rows have other numbers: stays at the topmost line, and finds the active one again. */
  async function locateAgain(): Promise<void> {
    if (locating) return;
    locating = true;
    const { view, active } = getState();
    const anchor = place();
    const goal = wanted;
    const before = scrolls;
    const topKey = goal ?? pages.rowAt(Math.ceil(onScreen.topRow))?.key ?? null;
    const top = topKey === null ? anchor : { key: topKey };
    const [row, activeRow] = await Promise.all([
      ask('logsLocate', { view: view?.view ?? '', anchor: top }),
      active?.key ? ask('logsLocate', { view: view?.view ?? '', anchor: { key: active.key } }) : null,
    ]);
    locating = false;
    if (newest === null || newest.view !== view?.view) return;
    if (row.type === 'error') return fail(row.error);
    // The owner went elsewhere meanwhile: that is the place to keep.
    if (wanted !== goal || scrolls !== before || getState().active !== active) return void locateAgain();
    if (row.value.revision !== newest.revision) {
      // An event between the question and its answer: that one is behind already.
      if (row.value.revision < newest.revision) void locateAgain();
      return;
    }
    pages.clear();
    wanted = null;
    const halfScreen = goal === null ? 0 : (onScreen.endRow - onScreen.topRow) / 2;
    const topRow = Math.max(0, row.value.row - halfScreen);
    setState(({ rowsSeq, following }) => ({
      view: newest,
      rowsSeq: rowsSeq + 1,
      selectedFrom: null,
      active: activeRow?.type === 'success' ? { row: activeRow.value.row, key: active?.key ?? null } : active,
      ...(following ? {} : { scroll: orderScroll(topRow, 'exact') }),
    }));
    loader.refresh();
  }

  function hear(state: LogViewState): void {
    const { view } = getState();
    if (view === null || state.view !== view.view) return;
    newest = state;
    if (state.revision !== view.revision) return void locateAgain();
    pages.markPendingStale();
    setState(({ rowsSeq }) => ({ view: state, rowsSeq: rowsSeq + 1 }));
    loader.refresh();
  }

  async function reopen(): Promise<void> {
    const anchor = place();
    const at = typeof anchor === 'string' ? null : (pages.rowAt(Math.ceil(onScreen.topRow))?.at ?? null);
    // An engine that was started anew knows no key of before, but it knows the time.
    await open(at === null ? anchor : { at });
  }

  async function refreshProblems(): Promise<void> {
    const { view } = getState();
    if (view === null) return;
    const result = await ask('logsProblems', { view: view.view });
    if (result.type === 'success') setState({ problems: result.value });
  }

  const unsubscribe = bridge.subscribe('logView', hear);

  return {
    store,
    ask,
    async show({ anchor, sources }) {
      held = null;
      setState({ query: { ...allLogs, sources }, search: null, match: null, entry: null });
      await open(anchor);
    },
    reopen,
    async setQuery(query) {
      setState({ query, entry: null });
      await change({ query });
      void refreshProblems();
    },
    async setSearch(search) {
      setState({ search, match: null });
      await change({ search });
    },
    setReveal(reveal) {
      setState(({ rowsSeq }) => ({ reveal, rowsSeq: rowsSeq + 1, entry: null }));
      pages.markStale();
      loader.refresh();
    },
    rowAt: (row) => loader.rowAt(row),
    seen(rows, byOwner) {
      onScreen = rows;
      if (byOwner) held = null;
      loader.need(Math.floor(rows.topRow), Math.ceil(rows.endRow));
    },
    seenRows: () => onScreen,
    follow() {
      held = null;
      const last = Math.max(0, (getState().view?.rowCount ?? 0) - 1);
      setState({ following: true, scroll: orderScroll(last, 'end') });
    },
    stopFollowing: () => {
      const { following, view } = getState();
      if (following) setState({ following: false, leftAtRows: view?.rowCount ?? 0 });
    },
    reachedEnd: () => {
      if (!getState().following) setState({ following: true });
    },
    goTo({ revision, row, key }, align) {
      const { view } = getState();
      setState({
        following: false,
        leftAtRows: view?.rowCount ?? 0,
        active: { row, key },
        selectedFrom: null,
        ...(view?.revision === revision ? { scroll: orderScroll(row, align) } : {}),
      });
      if (view?.revision === revision) return;
      wanted = key;
      if (newest !== null && newest.revision !== view?.revision) void locateAgain();
      else void catchUp();
    },
    scrollTo: (row, align) => setState({ scroll: orderScroll(row, align) }),
    async refresh() {
      if (getState().phase === 'open') await change({});
    },
    async refreshSources(earlier) {
      const result = await ask('logsSources', { earlier });
      if (result.type === 'success') setState({ sources: result.value });
    },
    refreshProblems,
    close() {
      unsubscribe();
      turn += 1;
      const { view } = getState();
      if (view !== null) void ask('logsClose', { view: view.view });
    },
  };
}
