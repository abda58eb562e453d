import { useCallback, useId } from 'react';
import type { ChartLine } from '../../shared/view/activity-charts';
import { nearestColumn } from '../../shared/view/history-window';
import { NotKnown } from '../components/NotKnown';
import { Chart } from './Chart';
import type { ChartPalette } from './chart-colours';
import type { ChartContents } from './chart-options';

interface ChartPanelProps extends ChartContents {
  readonly at: readonly number[];
  readonly palette: ChartPalette;
  readonly cursorAt: number | null;
  readonly onCursor: (at: number | null) => void;
  readonly onCanvas: (id: string, canvas: HTMLCanvasElement | null) => void;
}

/** A chart under its title and the values at the cursor; where nothing of it can be told, one line with the reason. */
export function ChartPanel(props: ChartPanelProps) {
  const { at, chart, cursorAt, onCanvas, palette } = props;
  const id = useId();
  const keepCanvas = useCallback(
    (canvas: HTMLCanvasElement | null) => onCanvas(chart.id, canvas),
    [onCanvas, chart.id],
  );
  const make = JSON.stringify([chart.lines.map(({ name, style }) => [name, style]), palette]);
  const column = cursorAt === null ? at.length - 1 : nearestColumn(at, cursorAt);
  return (
    <section
      className="card chart-panel"
      aria-labelledby={id}
      data-chart={chart.id}
      data-missing={chart.unavailable !== null}
    >
      <div className="chart-heading">
        <h2 id={id}>{chart.title}</h2>
        {chart.unavailable === null ? (
          <ul className="chart-legend small numbers">
            {chart.lines.map((line) => (
              <LegendEntry key={line.name} line={line} column={column} />
            ))}
          </ul>
        ) : null}
      </div>
      {chart.unavailable === null ? (
        <Chart key={make} {...props} onCanvas={keepCanvas} />
      ) : (
        <p className="small">
          <NotKnown reason={chart.unavailable} />
        </p>
      )}
    </section>
  );
}

function LegendEntry({ line, column }: { readonly line: ChartLine; readonly column: number | null }) {
  const told = column === null ? null : line.text(column);
  return (
    <li>
      <span className="chart-key" data-style={line.style} data-colour={line.colour} aria-hidden />
      <span className="dim">{line.name}</span>
      <span className="chart-value">
        {told ?? (
          <>
            <span aria-hidden>–</span>
            <span className="visually-hidden">not measured</span>
          </>
        )}
      </span>
    </li>
  );
}
