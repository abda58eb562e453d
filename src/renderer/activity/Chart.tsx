import { useEffect, useRef, type ChangeEvent, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import { formatClock } from '../../shared/view/format';
import { nearestColumn } from '../../shared/view/history-window';
import type { ChartPalette } from './chart-colours';
import { chartData, chartOptions, type ChartContents } from './chart-options';

interface ChartProps extends ChartContents {
  readonly at: readonly number[];
  readonly palette: ChartPalette;
  /** The time whose values are told; null: the newest. */
  readonly cursorAt: number | null;
  readonly onCursor: (at: number | null) => void;
  /** Its canvas, for the picture. */
  readonly onCanvas: (canvas: HTMLCanvasElement | null) => void;
}

const heightPx = 168;

/**
 * One chart. The pointer moves the cursor, and so do the arrow keys: for the keyboard and a screen reader it is a slider
 * over time, whose value is what the chart shows there. It is made once: another set of lines or colours wants another
 * `key`; all else is new data for the same.
 */
export function Chart(props: ChartProps) {
  const { at, chart, cursorAt, onCursor, onCanvas, palette } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const size = () => ({ width: Math.max(80, element.clientWidth), height: heightPx });
    const pointed = (column: number | null) => {
      const time = column === null ? null : (latest.current.at[column] ?? null);
      if (time !== latest.current.cursorAt) latest.current.onCursor(time);
    };
    const drawn = new uPlot(
      chartOptions(() => latest.current, palette, size(), pointed),
      chartData(latest.current.at, latest.current.chart.lines),
      element,
    );
    plot.current = drawn;
    onCanvas(drawn.ctx.canvas);
    const observer = new ResizeObserver(() => {
      if (Math.abs(drawn.width - size().width) >= 1) drawn.setSize(size());
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      onCanvas(null);
      plot.current = null;
      drawn.destroy();
    };
  }, [palette, onCanvas]);

  useEffect(() => plot.current?.setData(chartData(at, chart.lines)), [at, chart]);

  useEffect(() => {
    const drawn = plot.current;
    if (drawn === null) return;
    const left = cursorAt === null || at.length === 0 ? -10 : drawn.valToPos(cursorAt, 'x');
    if (Math.round(drawn.cursor.left ?? -10) !== Math.round(left)) drawn.setCursor({ left, top: 0 }, false);
  }, [cursorAt, at]);

  const column = cursorAt === null ? at.length - 1 : (nearestColumn(at, cursorAt) ?? at.length - 1);
  const last = Math.max(0, at.length - 1);
  const move = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const to = Number(target.value);
    // The newest is followed.
    onCursor(to >= last ? null : (at[to] ?? null));
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCursor(null);
  };
  return (
    <div ref={box} className="chart">
      <input
        type="range"
        className="visually-hidden"
        min={0}
        max={last}
        value={Math.max(0, column)}
        aria-label={`${chart.title}: values over time`}
        aria-valuetext={valueText(props, column)}
        onChange={move}
        onKeyDown={leave}
      />
    </div>
  );
}

function valueText({ at, chart }: ChartProps, column: number): string {
  const time = at[column];
  if (time === undefined) return 'nothing was measured yet';
  const values = chart.lines.flatMap(({ name, text }) => {
    const told = text(column);
    return told === null ? [] : [`${name} ${told}`];
  });
  const what = values.length === 0 ? 'nothing was measured' : values.join(', ');
  return `${formatClock(time, {}, 'second')}: ${what}`;
}
