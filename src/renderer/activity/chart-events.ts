import type uPlot from 'uplot';
import type { HistoryMark } from '../../shared/history';
import type { Gap } from '../../shared/view/history-window';
import type { ChartPalette } from './chart-colours';
import { chartFont } from './chart-font';

/** What stands at a mark's line; the whole text is in the list below the charts. */
const shortNames: Record<HistoryMark['kind'], string> = {
  joined: 'joined',
  left: 'left',
  draining: 'drain',
  lost: 'lost',
  rejoined: 'back',
  asleep: 'asleep',
  awake: 'awake',
  failed: 'failed',
};

/** Bands where nothing was measured, under the lines. */
export function drawGaps(plot: uPlot, gaps: readonly Gap[], palette: ChartPalette): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = palette.hover;
  for (const { from, to } of gaps) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

/** A dashed line at each mark, and its name above where there is room for it. */
export function drawMarks(plot: uPlot, marks: readonly HistoryMark[], palette: ChartPalette): void {
  const { ctx, bbox, scales } = plot;
  const { min, max } = scales['x'] ?? {};
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = palette.dim;
  ctx.fillStyle = palette.dim;
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.font = chartFont(10 * ratio);
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'left';
  let freeFrom = Number.NEGATIVE_INFINITY;
  for (const { at, kind } of marks) {
    if (min === undefined || max === undefined || min === null || max === null || at < min || at > max)
      continue;
    const x = Math.round(plot.valToPos(at, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - 3 * ratio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const name = shortNames[kind];
    const width = ctx.measureText(name).width;
    const left = Math.min(x - 2 * ratio, bbox.left + bbox.width - width);
    if (left < freeFrom) continue;
    ctx.fillText(name, left, bbox.top - 4 * ratio);
    freeFrom = left + width + 6 * ratio;
  }
  ctx.restore();
}
