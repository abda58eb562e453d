import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
  type RefObject,
} from 'react';
import { flushSync } from 'react-dom';
import { gridRoles } from './grid-roles';
import { LogLine, rowId } from './LogLine';
import { useLogs, useViewer } from './log-window-context';
import { ScrollTrack } from './ScrollTrack';
import { segmentAround, segmentFor, type Segment } from './segment';
import { topFor } from './top-for';
import { useRowHeight } from './use-row-height';
import { selectedRange, type ScrollOrder, type ViewerState } from './viewer-state';

/** Rows drawn beyond the edges: the compositor scrolls before React has drawn. */
const overscanRows = 24;

/** The lines: only those in sight are in the page. How ten million of them are scrolled: docs/adr/0016-log-window.md. */
export function LogList() {
  const { viewer } = useLogs();
  const { store } = viewer;
  const rowCount = useViewer(rowCountOf);
  const rowPx = useRowHeight();
  const scroller = useRef<HTMLDivElement>(null);
  const [segment, setSegment] = useState<Segment>(() =>
    segmentAround(store.getState().scroll?.row ?? rowCount, rowCount),
  );
  const base = Math.min(segment.base, Math.max(0, rowCount - 1));
  const count = Math.max(0, Math.min(segment.count, rowCount - base));
  /** Where to scroll once the segment is drawn. */
  const goal = useRef<Pick<ScrollOrder, 'row' | 'align'> | null>(store.getState().scroll);
  /** The scroll position that was set or seen last: another one is the owner's doing. */
  const knownTopPx = useRef(0);
  const knownHeightPx = useRef(0);
  const [seen, setSeen] = useState({ topRow: 0, visibleRows: 0 });

  const tell = useCallback(
    (byOwner: boolean) => {
      const element = scroller.current;
      if (element === null) return;
      const topRow = base + element.scrollTop / rowPx;
      const visibleRows = element.clientHeight / rowPx;
      setSeen((last) =>
        last.topRow === topRow && last.visibleRows === visibleRows ? last : { topRow, visibleRows },
      );
      viewer.seen({ topRow, endRow: Math.min(rowCount, topRow + visibleRows) }, byOwner);
    },
    [base, rowCount, rowPx, viewer],
  );

  useEffect(() => {
    const goTo = (order: Pick<ScrollOrder, 'row' | 'align'>, rows: number) => {
      const visibleRows = (scroller.current?.clientHeight ?? 0) / rowPx;
      const top = topFor(order, viewer.seenRows().topRow, visibleRows);
      if (top === null) return;
      const topRow = Math.max(0, Math.min(top, rows - visibleRows));
      goal.current = { row: topRow, align: 'exact' };
      // A new object each time, so that it is drawn also where the segment stays.
      setSegment((last) => ({ ...segmentFor(last, { topRow, endRow: topRow + visibleRows }, rows) }));
    };
    return store.subscribe((now, last) => {
      const rows = rowCountOf(now);
      if (now.scroll !== null && now.scroll !== last.scroll) goTo(now.scroll, rows);
      else if (rows === rowCountOf(last)) return;
      else if (now.following) goTo({ row: rows - 1, align: 'end' }, rows);
      else setSegment((before) => segmentFor(before, viewer.seenRows(), rows));
    });
  }, [store, viewer, rowPx]);

  // Only when the segment is drawn, the element is high enough to be scrolled there.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || segment.count < 0) return;
    if (goal.current !== null) {
      const visibleRows = element.clientHeight / rowPx;
      const top = topFor(goal.current, -Infinity, visibleRows) ?? 0;
      goal.current = null;
      element.scrollTop = (top - base) * rowPx;
      knownTopPx.current = element.scrollTop;
    }
    tell(false);
  }, [segment, base, rowPx, tell]);

  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const movedPx = element.scrollTop - knownTopPx.current;
    // A list that grew at its end is pushed up by Chromium, before the observer below hears of it.
    const byOwner = element.clientHeight === knownHeightPx.current && Math.abs(movedPx) > 1;
    knownTopPx.current = element.scrollTop;
    const topRow = base + element.scrollTop / rowPx;
    const endRow = topRow + element.clientHeight / rowPx;
    if (byOwner && movedPx < 0) viewer.stopFollowing();
    if (byOwner && movedPx > 0 && endRow >= rowCount - 0.5) viewer.reachedEnd();
    const next = segmentFor({ base, count }, { topRow, endRow }, rowCount);
    // At once, before this frame is painted: else it would lack the rows.
    flushSync(() => {
      if (next.base !== base) {
        goal.current = { row: topRow, align: 'exact' };
        setSegment(next);
      }
      tell(byOwner);
    });
  };

  const tellResized = useEffectEvent(() => tell(false));
  // An observer that is made anew calls back at once: not with each row that comes, but with a new text size, whose end is elsewhere.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const resized = new ResizeObserver(() => {
      const now = store.getState();
      const { following, entry, active } = now;
      const { clientHeight } = element;
      const shrank = clientHeight < knownHeightPx.current;
      knownHeightPx.current = clientHeight;
      const opened = shrank && entry !== null ? active : null;
      // The pane that shows a line's entry must not push the line itself out of sight.
      if (opened !== null && !(following && opened.row >= rowCountOf(now) - clientHeight / rowPx)) {
        viewer.stopFollowing();
        viewer.scrollTo(opened.row, 'nearest');
      } else if (following) viewer.follow();
      else tellResized();
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [store, viewer, rowPx]);

  const dragTo = (row: number) => {
    viewer.wentElsewhere();
    viewer.stopFollowing();
    viewer.scrollTo(row, 'exact');
    if (row >= rowCount - seen.visibleRows - 0.5) viewer.follow();
  };
  return (
    <div className="log-list">
      <LogRows
        scroller={scroller}
        segment={{ base, count }}
        from={Math.max(base, Math.floor(seen.topRow) - overscanRows)}
        to={Math.min(base + count, Math.ceil(seen.topRow + seen.visibleRows) + overscanRows)}
        topRow={Math.ceil(seen.topRow)}
        rowCount={rowCount}
        rowPx={rowPx}
        onScroll={onScroll}
      />
      <ScrollTrack {...seen} rowCount={rowCount} onScrollTo={dragTo} />
    </div>
  );
}

const rowCountOf = ({ view }: ViewerState): number => view?.rowCount ?? 0;

interface LogRowsProps {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly segment: Segment;
  /** Rows [from, to) are drawn. */
  readonly from: number;
  readonly to: number;
  /** The first row that is wholly in sight. */
  readonly topRow: number;
  readonly rowCount: number;
  readonly rowPx: number;
  readonly onScroll: () => void;
}

function LogRows({ scroller, segment, from, to, topRow, rowCount, rowPx, onScroll }: LogRowsProps) {
  const { viewer, actions, times } = useLogs();
  const active = useViewer((state) => state.active);
  const selectedFrom = useViewer((state) => state.selectedFrom);
  const bookmarks = useViewer((state) => state.bookmarks);
  const matchKey = useViewer(({ match }) => match?.key ?? null);
  const sources = useViewer((state) => state.sources);
  useViewer((state) => state.rowsSeq);

  const hasLines = from < to && viewer.drawnAt(to - 1) !== null;
  const told = useRef(false);
  useEffect(() => {
    if (!hasLines || told.current) return;
    told.current = true;
    void viewer.ask('logsDrawn', undefined);
  }, [hasLines, viewer]);

  const indices = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  const names = useMemo(() => new Map(sources.map(({ id, name }) => [id, name])), [sources]);
  const marked = useMemo(() => new Set(bookmarks.map(({ key }) => key)), [bookmarks]);
  const range = selectedRange({ active, selectedFrom });
  const activeIsDrawn = active !== null && active.row >= from && active.row < to;
  const press = (event: MouseEvent) => {
    const row = rowOf(event);
    if (row !== null && event.button === 0) actions.press(row, event.shiftKey);
  };
  return (
    <div
      ref={scroller}
      id="log-lines"
      className="log-scroller"
      role="grid"
      tabIndex={0}
      aria-colcount={4}
      aria-multiselectable
      aria-readonly
      aria-label="Log lines"
      aria-rowcount={rowCount}
      {...(activeIsDrawn ? { 'aria-activedescendant': rowId(active.row) } : {})}
      onScroll={onScroll}
      onMouseDown={press}
      onDoubleClick={() => void actions.openEntry()}
    >
      <div {...gridRoles.rows} className="log-rows" style={{ height: segment.count * rowPx }}>
        {indices.map((index) => {
          const row = viewer.drawnAt(index);
          const above = index === 0 ? null : viewer.drawnAt(index - 1);
          // By key: a line that is drawn until new rows come is not what this row's number means now.
          const isActive = row === null || !active?.key ? active?.row === index : active.key === row.key;
          return (
            <LogLine
              key={index}
              index={index}
              topPx={(index - segment.base) * rowPx}
              heightPx={rowPx}
              row={row}
              awaited={row === null && viewer.isJustWritten(index)}
              source={row === null ? '' : (names.get(row.sourceId) ?? '')}
              // A screen of one log's lines names it once.
              newSource={index === topRow || row?.sourceId !== above?.sourceId}
              active={isActive}
              selected={
                selectedFrom === null ? isActive : range !== null && index >= range[0] && index <= range[1]
              }
              bookmarked={row !== null && marked.has(row.key)}
              currentMatch={row !== null && matchKey === row.key}
              times={times}
            />
          );
        })}
      </div>
    </div>
  );
}

function rowOf({ target }: MouseEvent): number | null {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return line === null ? null : Number(line.dataset['row']);
}
