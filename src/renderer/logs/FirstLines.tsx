import type { LogOpened, LogRow } from '../../shared/log-views';
import { gridRoles } from './grid-roles';
import { LogLineContent } from './LogLine';
import type { LineTimes } from './line-times';
import { topFor } from './top-for';
import type { ScrollOrder } from './viewer-state';

interface FirstLinesProps {
  readonly order: Pick<ScrollOrder, 'row' | 'align'>;
  readonly opened: LogOpened;
  readonly times: LineTimes;
  readonly rowPx: number;
  /** So many rows are in sight, at most. */
  readonly visibleRows: number;
}

/**
 * The window's first lines, as LogList draws them. In the place of the rest stands nothing: it comes a moment later, with all that it takes. Without hooks,
 * for `drawElements`.
 */
export function FirstLines({ order, opened, times, rowPx, visibleRows }: FirstLinesProps) {
  const { around, state } = opened;
  const names = new Map(around?.sources.map(({ id, name }) => [id, name]));
  const topRow = firstRow(order, state.rowCount, visibleRows);
  const rowAt = (index: number): LogRow | null => around?.rows[index - around.from] ?? null;
  const count = Math.min(visibleRows, state.rowCount - topRow);
  return (
    <main className="log-window" aria-busy>
      <div className="log-toolbar" />
      <div className="log-body">
        <div className="log-column">
          <div className="log-lines">
            <div className="log-list">
              <div
                className="log-scroller"
                role="grid"
                aria-label="Log lines"
                aria-readonly
                aria-colcount={4}
                aria-rowcount={state.rowCount}
              >
                <div {...gridRoles.rows} className="log-rows" style={{ height: count * rowPx }}>
                  {Array.from({ length: count }, (_, offset) => {
                    const index = topRow + offset;
                    const row = rowAt(index);
                    const active = order.align === 'start' && index === order.row;
                    return (
                      <LogLineContent
                        key={index}
                        index={index}
                        topPx={offset * rowPx}
                        heightPx={rowPx}
                        row={row}
                        awaited={false}
                        source={row === null ? '' : (names.get(row.sourceId) ?? '')}
                        newSource={row?.sourceId !== rowAt(index - 1)?.sourceId}
                        active={active}
                        selected={active}
                        bookmarked={false}
                        currentMatch={false}
                        times={times}
                      />
                    );
                  })}
                </div>
              </div>
              <div className="scroll-track" />
            </div>
          </div>
        </div>
      </div>
      <footer className="status-line small" />
    </main>
  );
}

/** The first row that is drawn: the list has less height than the window, so its first one in sight may be another. */
export function firstRow(
  order: Pick<ScrollOrder, 'row' | 'align'>,
  rowCount: number,
  visibleRows: number,
): number {
  return Math.max(0, Math.floor(Math.min(topRowOf(order, visibleRows), rowCount - visibleRows)));
}

/** The row that is to be the topmost one; where there are fewer below it, one before it is. */
export const topRowOf = (order: Pick<ScrollOrder, 'row' | 'align'>, visibleRows: number): number =>
  topFor(order, -Infinity, visibleRows) ?? order.row;
