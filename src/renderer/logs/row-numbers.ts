import type { StoreApi } from 'zustand/vanilla';
import type { RaybarError } from '../../shared/errors';
import type { LogOpened, LogViewState } from '../../shared/log-views';
import type { Ask } from './log-viewer';
import { atSameShare, type OwnerPlace } from './owner-place';
import type { RowPages } from './row-pages';
import type { ViewerState } from './viewer-state';

export interface RowNumbersParts {
  readonly store: StoreApi<ViewerState>;
  readonly ask: Ask;
  readonly pages: RowPages;
  readonly place: OwnerPlace;
  /** Rows that are seen are to be fetched anew. */
  readonly refresh: () => void;
  /** Asks how the view is now. */
  readonly catchUp: () => void;
  readonly fail: (error: RaybarError) => void;
}

/** Main numbers a view's rows anew when filters change and files turn out longer; what is on screen is kept where it is. */
export interface RowNumbers {
  /** Takes an answer's state. An event that overtook the answer stays the newest. */
  adopt(opened: LogOpened): void;
  /** Takes an event's state. */
  hear(state: LogViewState): void;
  /** Goes to a line whose row was told in numbers that are not shown yet. */
  seek(key: string | null): void;
  /** Finds the row of the active line. */
  findActive(): Promise<void>;
}

export function createRowNumbers(parts: RowNumbersParts): RowNumbers {
  const { store, ask, pages, place, refresh, catchUp, fail } = parts;
  const { getState, setState } = store;
  let newest: LogViewState | null = null;
  let locating = false;
  /** A line to go to. */
  let wanted: string | null = null;

  /** Stays at the topmost line, and finds the active one again. */
  async function locateAgain(): Promise<void> {
    if (locating) return;
    locating = true;
    const { view, active } = getState();
    const anchor = place.anchor();
    const goal = wanted;
    const before = place.scrolls;
    const topLine = goal === null ? place.topLine() : null;
    const topRow = Math.ceil(place.onScreen.topRow);
    const isUnknown = goal === null && place.isUnknown();
    const topKey = goal ?? topLine?.key ?? null;
    const top = topKey === null ? anchor : { key: topKey };
    const [row, activeRow] = await Promise.all([
      ask('logsLocate', { view: view?.view ?? '', anchor: top }),
      active?.key ? ask('logsLocate', { view: view?.view ?? '', anchor: { key: active.key } }) : null,
    ]);
    locating = false;
    if (newest === null || newest.view !== view?.view) return;
    if (row.type === 'error') return fail(row.error);
    // The owner went elsewhere meanwhile: that is the place to keep.
    if (wanted !== goal || place.scrolls !== before || getState().active !== active)
      return void locateAgain();
    if (row.value.revision !== newest.revision) {
      // An event between the question and its answer: that one is behind already.
      if (row.value.revision < newest.revision) void locateAgain();
      return;
    }
    wanted = null;
    const { following } = getState();
    const { onScreen } = place;
    let scrollRow = Math.max(
      0,
      row.value.row - (goal === null ? 0 : (onScreen.endRow - onScreen.topRow) / 2),
    );
    if (following) place.renumber(newest.rowCount - view.rowCount);
    else if (topLine === null) {
      pages.clear();
      if (isUnknown) scrollRow = atSameShare(onScreen.topRow, view.rowCount, newest.rowCount);
    } else {
      // Also where they scrolled on meanwhile, and by less than a row.
      place.renumber(row.value.row - topRow);
      scrollRow = place.onScreen.topRow;
    }
    setState(({ rowsSeq }) => ({
      view: newest,
      rowsSeq: rowsSeq + 1,
      selectedFrom: null,
      active: activeRow?.type === 'success' ? { row: activeRow.value.row, key: activeRow.value.key } : active,
      ...(following ? {} : { scroll: place.orderScroll(scrollRow, 'exact') }),
    }));
    refresh();
  }

  return {
    adopt({ state }) {
      const overtaken = newest !== null && newest.view === state.view && newest.revision > state.revision;
      if (!overtaken) newest = state;
      setState(({ rowsSeq }) => ({ view: state, rowsSeq: rowsSeq + 1 }));
      if (overtaken) void locateAgain();
    },
    hear(state) {
      const { view } = getState();
      if (view === null || state.view !== view.view) return;
      newest = state;
      if (state.revision !== view.revision) return void locateAgain();
      pages.markPendingStale();
      // More came than is in sight: what is drawn stays until that is here.
      if (
        getState().following &&
        state.rowCount - view.rowCount >= place.onScreen.endRow - place.onScreen.topRow
      )
        place.renumber(state.rowCount - view.rowCount);
      setState(({ rowsSeq }) => ({ view: state, rowsSeq: rowsSeq + 1 }));
      refresh();
    },
    seek(key) {
      wanted = key;
      if (newest !== null && newest.revision !== getState().view?.revision) void locateAgain();
      else catchUp();
    },
    async findActive() {
      const { view, active } = getState();
      if (view === null || active === null || active.key === null) return;
      const { key } = active;
      const found = await ask('logsLocate', { view: view.view, anchor: { key } });
      const now = getState();
      // Rows that got other numbers since are located anew, and the active line with them.
      if (now.active !== active || found.type === 'error' || found.value.revision !== now.view?.revision)
        return;
      setState({ active: { row: found.value.row, key } });
    },
  };
}
