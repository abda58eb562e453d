import type { Result } from '../../shared/errors';
import type { LogRows } from '../../shared/log-views';
import type { SeenRows } from './owner-place';
import { pageRows, type RowPages } from './row-pages';

export interface RowLoaderParts {
  readonly pages: RowPages;
  /** Rows [from, from + count) as main has them now. */
  readonly fetchRows: (from: number, count: number) => Promise<Result<LogRows>>;
  /** What the list has on screen. */
  readonly onScreen: () => SeenRows;
  /** The view as it is shown: answers of another revision are thrown away. */
  readonly shown: () => { readonly revision: number; readonly rowCount: number } | null;
  /** Rows came. */
  readonly loaded: (rows: LogRows) => void;
  /** An answer was of another revision than what is shown. */
  readonly behind: () => void;
  readonly failed: (result: Extract<Result<LogRows>, { type: 'error' }>) => void;
}

export interface RowLoader {
  /** Other rows are seen now: what is missing of them is fetched, and what was asked for before and not yet fetched is not. */
  need(): void;
  /** What was fetched may be of another time: asks anew for what is seen now. */
  refresh(): void;
}

/** Two pages: the one that a screen ends in and the next. More would only stand in line before what is wanted next. */
const mostAtOnce = 2;
/** Rows above and below the seen ones that are fetched with them. */
export const aroundRows = 60;

export function createRowLoader({
  pages,
  fetchRows,
  onScreen,
  shown,
  loaded,
  behind,
  failed,
}: RowLoaderParts): RowLoader {
  const underway = new Set<number>();
  /** Pages that were short of rows when the view had so many. */
  const shortAt = new Map<number, number>();

  function pump(): void {
    const view = shown();
    if (view === null) return;
    const from = Math.floor(onScreen().topRow);
    const to = Math.ceil(onScreen().endRow);
    const wanted = pages.missing(from, to, view.rowCount);
    const near = pages.missing(from - aroundRows, to + aroundRows, view.rowCount);
    if (near.length === 0) pages.forgetFormer();
    // The last one first: above lines that just came may stand older ones for a moment, below them they would be out of order.
    for (const index of new Set([...[...wanted].sort((a, b) => b - a), ...near])) {
      if (underway.size >= mostAtOnce) return;
      // A view whose rows don't reach its own count would be asked for ever.
      if (underway.has(index) || shortAt.get(index) === view.rowCount) continue;
      void fetchPage(index, view);
    }
  }

  async function fetchPage(index: number, view: { revision: number; rowCount: number }): Promise<void> {
    underway.add(index);
    const from = index * pageRows;
    const result = await fetchRows(from, Math.min(pageRows, view.rowCount - from));
    underway.delete(index);
    if (result.type === 'error') return failed(result);
    const now = shown();
    if (now === null || result.value.revision !== now.revision) {
      if (now === null) return;
      if (now.revision === view.revision) return behind();
      // Shown anew since it was asked.
      return pump();
    }
    pages.take(index, result.value);
    if (result.value.rows.length < Math.min(pageRows, now.rowCount - from)) shortAt.set(index, view.rowCount);
    else shortAt.delete(index);
    loaded(result.value);
    pump();
  }

  return {
    need: pump,
    refresh() {
      shortAt.clear();
      pump();
    },
  };
}
