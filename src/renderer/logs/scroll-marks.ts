/** The track is this high in its own units, one for each bucket. */
export const trackUnits = 400;

/** Buckets with something in them as one path of bars: a thing for the eye, and one element whatever their number. */
export function marksPath(buckets: readonly number[], left: number, width: number): string {
  if (buckets.length === 0) return '';
  const height = trackUnits / buckets.length;
  return buckets
    .flatMap((count, index) =>
      count === 0
        ? []
        : [`M${left} ${round(index * height)}h${width}v${round(Math.max(height, 1))}h-${width}z`],
    )
    .join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;

export interface Thumb {
  readonly topPx: number;
  readonly heightPx: number;
}

/** So small that a finger still finds it. */
const leastThumbPx = 28;

/** Where the thumb is on a track. */
export function thumbAt(
  topRow: number,
  visibleRows: number,
  rowCount: number,
  trackPx: number,
): Thumb | null {
  if (rowCount <= visibleRows || trackPx <= 0) return null;
  const heightPx = Math.max(Math.min(leastThumbPx, trackPx), (visibleRows / rowCount) * trackPx);
  const share = Math.min(1, Math.max(0, topRow / (rowCount - visibleRows)));
  return { topPx: share * (trackPx - heightPx), heightPx };
}

/** The topmost row when the thumb is dragged there. */
export function rowAtThumb(
  thumbTopPx: number,
  visibleRows: number,
  rowCount: number,
  trackPx: number,
): number {
  const thumb = thumbAt(0, visibleRows, rowCount, trackPx);
  if (thumb === null || trackPx <= thumb.heightPx) return 0;
  const share = Math.min(1, Math.max(0, thumbTopPx / (trackPx - thumb.heightPx)));
  return share * Math.max(0, rowCount - visibleRows);
}
