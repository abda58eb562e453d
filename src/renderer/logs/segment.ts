/**
 * Which rows the scrolled element has. Chromium draws no element taller than 33 million pixels, ten million rows would be 200 million:
 * so the element holds a stretch of the rows, and is given another stretch when its ends come near. Within it one row is one row high,
 * whatever the view's length: wheel, keys and momentum are the system's own. See docs/adr/0016-log-window.md.
 */
export interface Segment {
  /** The first row in it. */
  readonly base: number;
  readonly count: number;
}

/** 600,000 px: far from the limit, and a flick of the wheel stays within. */
export const segmentRows = 30_000;
/** So near to an end, the next stretch is brought. */
export const marginRows = 4_000;

/** The stretch around a row. */
export function segmentAround(row: number, rowCount: number): Segment {
  const last = Math.max(0, rowCount - segmentRows);
  const base = Math.min(last, Math.max(0, Math.round(row) - segmentRows / 2));
  return { base, count: Math.min(segmentRows, rowCount - base) };
}

/** The same stretch when rows came at the end or went, or another one where the visible rows need it. */
export function segmentFor(
  { base }: Segment,
  { topRow, endRow }: { readonly topRow: number; readonly endRow: number },
  rowCount: number,
): Segment {
  const count = Math.min(segmentRows, rowCount - base);
  const near =
    (base > 0 && topRow < base + marginRows) ||
    (base + count < rowCount && endRow > base + count - marginRows) ||
    count < 0 ||
    (count < segmentRows && base > 0 && topRow > base + count);
  return near ? segmentAround(topRow, rowCount) : { base, count };
}
