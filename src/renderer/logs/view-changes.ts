import type { StoreApi } from 'zustand/vanilla';
import type { RaybarError } from '../../shared/errors';
import type { LogAnchor, LogOpened, LogQuery, LogSearch } from '../../shared/log-views';
import type { Ask } from './log-viewer';
import { openedOrder, openInput } from './opening';
import { atSameShare, type OwnerPlace } from './owner-place';
import type { RowNumbers } from './row-numbers';
import type { RowPages } from './row-pages';
import type { ViewerState } from './viewer-state';

export interface ViewChangesParts {
  readonly store: StoreApi<ViewerState>;
  readonly ask: Ask;
  readonly pages: RowPages;
  readonly place: OwnerPlace;
  readonly numbers: RowNumbers;
  /** Rows that are seen are to be fetched anew. */
  readonly refresh: () => void;
  readonly opened: () => void;
  readonly fail: (error: RaybarError) => void;
}

/** Opens the view, and changes what it shows. The last one that was asked for counts. */
export interface ViewChanges {
  /** Shows a view that is open. */
  adopt(anchor: LogAnchor, answer: LogOpened): void;
  open(anchor: LogAnchor): Promise<void>;
  /** Opens it anew where it was. */
  reopen(): Promise<void>;
  /** What is left out stays; resolves to whether it was done. */
  change(what: { query?: LogQuery; search?: LogSearch | null }): Promise<boolean>;
  /** Main has numbered rows anew and its event has not come, or came before something else: asks how the view is now. */
  catchUp(): Promise<void>;
  close(): void;
}

export function createViewChanges(parts: ViewChangesParts): ViewChanges {
  const { store, ask, pages, place, numbers, refresh, opened, fail } = parts;
  const { getState, setState } = store;
  /** Counts up with every opening and change: late answers to earlier ones are not taken. */
  let turn = 0;
  let catchingUp = false;

  async function open(anchor: LogAnchor): Promise<void> {
    const mine = (turn += 1);
    const before = getState().view;
    const { query, search } = getState();
    const result = await ask('logsOpen', openInput(query, search, anchor));
    if (mine !== turn) {
      if (result.type === 'success') void ask('logsClose', { view: result.value.state.view });
      return;
    }
    if (result.type === 'error') return setState({ phase: 'failed', error: result.error });
    if (before !== null && before.view !== result.value.state.view)
      void ask('logsClose', { view: before.view });
    adopt(anchor, result.value);
  }

  function adopt(anchor: LogAnchor, answer: LogOpened): void {
    const { state, around, anchor: at } = answer;
    const { row, align } = openedOrder(anchor, at);
    const following = align === 'end';
    pages.clear();
    if (around?.revision === state.revision) pages.takeAround(around);
    numbers.adopt(answer);
    setState(({ sources }) => ({
      phase: 'open',
      error: null,
      following,
      leftAtRows: state.rowCount,
      match: null,
      selectedFrom: null,
      active: following ? null : { row: at.row, key: at.key },
      scroll: place.orderScroll(row, align),
      // The names of what is drawn now; all of them come later.
      sources: sources.length === 0 ? (around?.sources ?? []) : sources,
    }));
    opened();
  }

  async function change(what: { query?: LogQuery; search?: LogSearch | null }): Promise<boolean> {
    const { view, active } = getState();
    if (view === null) {
      await open('end');
      return getState().phase === 'open';
    }
    const mine = (turn += 1);
    const anchor = place.anchor();
    const { topRow } = place.onScreen;
    const isUnknown = place.isUnknown();
    const before = place.moves;
    const { held } = place;
    const result = await ask('logsChange', { view: view.view, anchor, ...what });
    if (mine !== turn) return false;
    if (result.type === 'error') {
      fail(result.error);
      return false;
    }
    const { anchor: at, state } = result.value;
    const renumbered = state.revision !== view.revision;
    const wentElsewhere = place.moves !== before;
    // By an event that came before this answer: what stands where is not known as it was.
    const wasRenumbered = getState().view?.revision !== view.revision;
    // While a filter hides the owner's line, the active one stands in for it: choosing another gives the hidden one up.
    const isActive =
      active !== null &&
      typeof anchor !== 'string' &&
      'key' in anchor &&
      (held !== null || anchor.key === active.key);
    // The anchor's line was the active one or the topmost, and not one that a filter hides.
    const anchorRow = held !== null ? null : isActive ? active.row : Math.ceil(topRow);
    if (!renumbered) pages.markStale();
    else if (getState().following) place.renumber(state.rowCount - view.rowCount);
    else if (anchorRow !== null && !wentElsewhere && !wasRenumbered && !isUnknown)
      place.renumber(at.row - anchorRow);
    else pages.clear();
    place.held =
      wentElsewhere || at.exact || typeof anchor === 'string' || !('key' in anchor) ? null : anchor.key;
    numbers.adopt(result.value);
    if (renumbered && !getState().following && !wentElsewhere) {
      // The owner's line stays where it was on the screen.
      const above = isActive ? Math.max(0, active.row - Math.ceil(topRow)) : 0;
      const row = isUnknown ? atSameShare(topRow, view.rowCount, state.rowCount) : at.row - above;
      const top = Math.max(0, row);
      place.goTo(top);
      setState({
        scroll: place.orderScroll(top, 'exact'),
        selectedFrom: null,
        active: isActive ? { row: at.row, key: at.key } : null,
      });
    }
    setState(renumbered ? { error: null, leftAtRows: state.rowCount } : { error: null });
    refresh();
    return true;
  }

  return {
    adopt,
    open,
    change,
    async reopen() {
      const anchor = place.anchor();
      const at = typeof anchor === 'string' ? null : (place.topLine()?.at ?? null);
      // An engine that was started anew knows no key of before, but it knows the time.
      await open(at === null ? anchor : { at });
    },
    async catchUp() {
      if (catchingUp) return;
      catchingUp = true;
      await change({});
      catchingUp = false;
    },
    close() {
      turn += 1;
      const { view } = getState();
      if (view !== null) void ask('logsClose', { view: view.view });
    },
  };
}
