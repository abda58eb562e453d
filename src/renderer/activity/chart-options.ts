import uPlot from 'uplot';
import { pressureLevelNames, type ActivityChart, type ChartLine } from '../../shared/view/activity-charts';
import { formatClock } from '../../shared/view/format';
import type { Gap } from '../../shared/view/history-window';
import type { HistoryMark } from '../../shared/history';
import type { ChartPalette } from './chart-colours';
import { drawGaps, drawMarks } from './chart-events';
import { chartFont } from './chart-font';
import { drawStackNames } from './stack-names';

/** What a chart shows now; its options ask for it at each drawing. */
export interface ChartContents {
  readonly chart: ActivityChart;
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Gap[];
  readonly marks: readonly HistoryMark[];
}

/** How uPlot draws a chart. `pointed`: the column under the pointer, null when it has left. */
export function chartOptions(
  contents: () => ChartContents,
  palette: ChartPalette,
  size: { readonly width: number; readonly height: number },
  pointed: (column: number | null) => void,
): uPlot.Options {
  const { chart } = contents();
  const levels = chart.lines.some(({ style }) => style === 'levels');
  const axis = {
    font: chartFont(11),
    stroke: palette.dim,
    ticks: { show: false },
    grid: { stroke: palette.line, width: 1 },
  };
  return {
    ...size,
    ms: 1,
    padding: [18, levels ? 0 : 10, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { range: () => [contents().from, contents().to] },
      y: { range: () => [0, contents().chart.top] },
      // Pressure has the upper third: below it swap is drawn.
      levels: { range: [-4.6, 2.2] },
    },
    axes: [
      { ...axis, size: 17, gap: 3, space: 70, values: (_, splits) => splits.map((at) => formatClock(at)) },
      {
        ...axis,
        size: 58,
        gap: 6,
        space: 28,
        values: (_, splits) => splits.map((height) => contents().chart.tick(height)),
      },
      ...(levels
        ? [
            {
              ...axis,
              scale: 'levels',
              side: 1 as const,
              size: 50,
              gap: 4,
              grid: { show: false },
              splits: [0, 1, 2],
              values: pressureLevelNames.map((name) => name),
            },
          ]
        : []),
    ],
    series: [{}, ...drawingOrder(chart.lines).map((line) => seriesOf(line, palette))],
    hooks: {
      drawClear: [(plot) => drawGaps(plot, contents().gaps, palette)],
      draw: [
        (plot) => drawStackNames(plot, contents().chart.lines, palette),
        (plot) => drawMarks(plot, contents().marks, palette),
      ],
      setCursor: [(plot) => pointed(plot.cursor.idx ?? null)],
    },
  };
}

/** A stack is drawn from its top down: what stands below covers what stands on it. */
export function drawingOrder(lines: readonly ChartLine[]): readonly ChartLine[] {
  return lines.some(({ style }) => style === 'stack')
    ? lines.map((_, index) => lines[lines.length - 1 - index]).filter(isLine)
    : lines;
}

const isLine = (line: ChartLine | undefined): line is ChartLine => line !== undefined;

export function chartData(at: readonly number[], lines: readonly ChartLine[]): uPlot.AlignedData {
  return [[...at], ...drawingOrder(lines).map(({ heights }) => [...heights])];
}

const dash = [5, 4];

function seriesOf({ name, colour, style }: ChartLine, palette: ChartPalette): uPlot.Series {
  const stroke = palette[colour];
  const base: uPlot.Series = { label: name, stroke, width: 1.5, spanGaps: false, points: { show: false } };
  switch (style) {
    case 'area':
      return { ...base, fill: translucent(stroke) };
    case 'stack':
      return { ...base, width: 1, stroke: palette.card, fill: stroke };
    case 'dashed':
      return { ...base, dash };
    case 'levels':
      return { ...base, scale: 'levels', paths: uPlot.paths.stepped?.({ align: 1 }) ?? (() => null) };
    case 'line':
      return base;
  }
}

/** The theme's chart colours are written as #rrggbb. */
const translucent = (colour: string): string => `${colour}2e`;
