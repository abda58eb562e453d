import type uPlot from 'uplot';
import type { ChartLine } from '../../shared/view/activity-charts';
import type { ChartPalette } from './chart-colours';
import { chartFont } from './chart-font';

export interface StackBand {
  readonly name: string;
  /** In the axis' unit. */
  readonly from: number;
  readonly to: number;
}

/** Pure: the bands of a stack, lowest first, at the newest column where all of them were told; null where there is none. */
export function newestBands(
  lines: readonly ChartLine[],
): { readonly column: number; readonly bands: readonly StackBand[] } | null {
  const stack = lines.filter(({ style }) => style === 'stack');
  const top = stack.at(-1);
  if (top === undefined) return null;
  for (let column = top.heights.length - 1; column >= 0; column -= 1) {
    let from = 0;
    const bands: StackBand[] = [];
    for (const { name, heights } of stack) {
      const to = heights[column] ?? null;
      if (to === null) break;
      bands.push({ name, from, to });
      from = to;
    }
    if (bands.length === stack.length) return { column, bands };
  }
  return null;
}

const heightPx = 12;

/** Each band's name in it, at its newest end, where it is high enough: colours are not all that tells them apart. */
export function drawStackNames(plot: uPlot, lines: readonly ChartLine[], palette: ChartPalette): void {
  const newest = newestBands(lines);
  const at = newest === null ? undefined : plot.data[0][newest.column];
  if (newest === null || at === undefined) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const padding = 3 * ratio;
  ctx.save();
  ctx.font = chartFont(10 * ratio);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  const end = plot.valToPos(at, 'x', true) - padding;
  for (const { name, from, to } of newest.bands) {
    const [bottom, top] = [plot.valToPos(from, 'y', true), plot.valToPos(to, 'y', true)];
    if (bottom - top < (heightPx + 1) * ratio) continue;
    const width = ctx.measureText(name).width + 2 * padding;
    const right = Math.max(end, bbox.left + width);
    const middle = (bottom + top) / 2;
    // On a ground of its own it is as legible in each colour, light or dark.
    ctx.fillStyle = palette.card;
    ctx.fillRect(right - width, middle - (heightPx / 2) * ratio, width, heightPx * ratio);
    ctx.fillStyle = palette.text;
    ctx.fillText(name, right - padding, middle);
  }
  ctx.restore();
}
