import type { StoreApi } from 'zustand/vanilla';
import type { LogAnchor, LogRow } from '../../shared/log-views';
import { aroundRows } from './row-loader';
import type { RowPages } from './row-pages';
import type { ScrollOrder, ViewerState } from './viewer-state';

/** What the list has on screen: [topRow, endRow). */
export interface SeenRows {
  readonly topRow: number;
  readonly endRow: number;
}

/** Where in a view its owner is. */
export interface OwnerPlace {
  onScreen: SeenRows;
  /** A filter took the line away that the owner was at: here it is kept until they go elsewhere. */
  held: string | null;
  /** How many scroll orders there were. */
  readonly scrolls: number;
  /** How often the owner went elsewhere. */
  readonly moves: number;
  /** They did: the line that a filter took from them is not their place any more. */
  moved(): void;
  /** Their line, or the topmost. */
  anchor(): LogAnchor;
  /** The topmost line; null while it is not here. */
  topLine(): LogRow | null;
  /** Nothing of what is in sight is here: they have gone where no line is known yet. */
  isUnknown(): boolean;
  orderScroll(row: number, align: ScrollOrder['align']): ScrollOrder;
  /** The list is scrolled to this row with its next drawing. */
  goTo(row: number): void;
  /** Rows got other numbers: what is on screen stays there, until new rows come, as those that are so many further down. */
  renumber(by: number): void;
}

/** Where no line tells where they are: the first row stays the first one, the middle the middle. */
export const atSameShare = (row: number, rowsBefore: number, rowsNow: number): number =>
  (row * rowsNow) / Math.max(1, rowsBefore);

export function createOwnerPlace(store: StoreApi<ViewerState>, pages: RowPages): OwnerPlace {
  let scrolls = 0;
  let moves = 0;
  const place: OwnerPlace = {
    onScreen: { topRow: 0, endRow: 0 },
    held: null,
    get scrolls() {
      return scrolls;
    },
    get moves() {
      return moves;
    },
    moved() {
      place.held = null;
      moves += 1;
    },
    anchor() {
      const { following, active } = store.getState();
      if (place.held !== null) return { key: place.held };
      if (following) return 'end';
      const key = keyInSight() ?? active?.key ?? null;
      return key === null ? 'end' : { key };
    },
    topLine: () => pages.drawnAt(Math.ceil(place.onScreen.topRow)),
    isUnknown() {
      const { view, following } = store.getState();
      const { topRow, endRow } = place.onScreen;
      const isSomewhere = (view?.rowCount ?? 0) > 0 && endRow > topRow && place.held === null;
      return isSomewhere && !following && keyInSight() === null;
    },
    orderScroll: (row, align) => ({ seq: (scrolls += 1), row, align }),
    goTo(row) {
      const { topRow, endRow } = place.onScreen;
      place.onScreen = { topRow: row, endRow: row + endRow - topRow };
    },
    renumber(by) {
      const { topRow, endRow } = place.onScreen;
      pages.renumber(topRow - aroundRows, endRow + aroundRows, by);
      place.onScreen = { topRow: Math.max(0, topRow + by), endRow: Math.max(0, endRow + by) };
    },
  };

  /** Of the active line, where that is in sight, or of the topmost. */
  function keyInSight(): string | null {
    const { active } = store.getState();
    const { topRow, endRow } = place.onScreen;
    const visible = active !== null && active.row >= topRow && active.row < endRow;
    return (visible ? active.key : null) ?? place.topLine()?.key ?? null;
  }
  return place;
}
