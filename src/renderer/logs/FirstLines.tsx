import type { LogOpened, LogRow, LogsTarget } from '../../shared/log-views';
import { gridRoles } from './grid-roles';
import { LogLineContent } from './LogLine';
import type { LineTimes } from './line-times';
import { followsFrom } from './opening';
import { topFor } from './top-for';

interface FirstLinesProps {
  readonly anchor: LogsTarget['anchor'];
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
export function FirstLines({ anchor, opened, times, rowPx, visibleRows }: FirstLinesProps) {
  const { anchor: place, around, state } = opened;
  const atEnd = followsFrom(anchor, place);
  const names = new Map(around?.sources.map(({ id, name }) => [id, name]));
  const top = topFor({ row: place.row, align: atEnd ? 'end' : 'start' }, -Infinity, visibleRows) ?? place.row;
  const topRow = Math.max(0, Math.floor(Math.min(top, state.rowCount - visibleRows)));
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
                    const active = !atEnd && index === place.row;
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
