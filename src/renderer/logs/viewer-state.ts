import type { RaybarError } from '../../shared/errors';
import type { LogProblems } from '../../shared/log-problems';
import type {
  LogMatch,
  LogQuery,
  LogRow,
  LogSearch,
  LogSource,
  LogText,
  LogViewState,
} from '../../shared/log-views';

export interface PointedRow {
  readonly row: number;
  /** Null while its page is not here yet. */
  readonly key: string | null;
}

export interface Bookmark {
  readonly key: string;
  readonly sourceId: string;
  readonly text: string;
}

/** The list is to show a row. `start` and `center` leave it alone where it is in sight already; `exact` makes it the topmost. */
export interface ScrollOrder {
  readonly seq: number;
  readonly row: number;
  readonly align: 'exact' | 'start' | 'center' | 'nearest' | 'end';
}

export interface OpenEntry {
  readonly row: LogRow;
  /** Null while it is fetched. */
  readonly text: LogText | null;
}

/** All that the window shows. */
export interface ViewerState {
  readonly phase: 'opening' | 'open' | 'failed';
  /** Why the view could not be opened, or what went wrong in it last. */
  readonly error: RaybarError | null;
  readonly view: LogViewState | null;
  readonly query: LogQuery;
  readonly search: LogSearch | null;
  readonly sources: readonly LogSource[];
  readonly following: boolean;
  /** How many rows there were when following ended: those beyond are new. */
  readonly leftAtRows: number;
  /** Masked text is shown. */
  readonly reveal: boolean;
  readonly active: PointedRow | null;
  /** The selection's other end; null where the active row alone is selected. */
  readonly selectedFrom: number | null;
  readonly bookmarks: readonly Bookmark[];
  readonly match: LogMatch | null;
  readonly entry: OpenEntry | null;
  readonly problems: LogProblems | null;
  /** Counts up when rows came or went. */
  readonly rowsSeq: number;
  readonly scroll: ScrollOrder | null;
  /** What a screen reader is told, and the status line shows for a moment. */
  readonly said: string;
}

export const allLogs: LogQuery = {
  sources: null,
  session: 'current',
  levels: null,
  task: null,
  nodeId: null,
  from: null,
  to: null,
};

export const firstState: ViewerState = {
  phase: 'opening',
  error: null,
  view: null,
  query: allLogs,
  search: null,
  sources: [],
  following: true,
  leftAtRows: 0,
  reveal: false,
  active: null,
  selectedFrom: null,
  bookmarks: [],
  match: null,
  entry: null,
  problems: null,
  rowsSeq: 0,
  scroll: null,
  said: '',
};

/** First and last selected row; null where none is. */
export function selectedRange({
  active,
  selectedFrom,
}: Pick<ViewerState, 'active' | 'selectedFrom'>): readonly [number, number] | null {
  if (active === null) return null;
  const other = selectedFrom ?? active.row;
  return [Math.min(active.row, other), Math.max(active.row, other)];
}
