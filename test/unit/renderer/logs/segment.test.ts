import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowAtThumb, thumbAt } from '../../../../src/renderer/logs/scroll-marks';
import { segmentAround, segmentFor, segmentRows } from '../../../../src/renderer/logs/segment';

const rowCounts = fc.integer({ min: 1, max: 50_000_000 });
const screen = 40;

describe('the stretch of rows that the element holds', () => {
  it('holds what is on screen, is never too high, and never reaches beyond the view', () => {
    fc.assert(
      fc.property(
        rowCounts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (rowCount, share, before) => {
          const topRow = share * Math.max(0, rowCount - screen);
          const endRow = Math.min(rowCount, topRow + screen);
          const old = segmentAround(before % rowCount, rowCount);
          const { base, count } = segmentFor(old, { topRow, endRow }, rowCount);
          expect(base).toBeLessThanOrEqual(topRow);
          expect(base + count).toBeGreaterThanOrEqual(endRow);
          expect(base + count).toBeLessThanOrEqual(rowCount);
          expect(count).toBeLessThanOrEqual(segmentRows);
        },
      ),
    );
  });

  it('stays while its ends are far, so that scrolling is the system’s own', () => {
    const segment = segmentAround(5_000_000, 10_000_000);
    for (const topRow of [5_000_000, 5_000_700, 4_993_000]) {
      expect(segmentFor(segment, { topRow, endRow: topRow + screen }, 10_000_000)).toEqual(segment);
    }
    expect(segmentFor(segment, { topRow: 5_012_000, endRow: 5_012_040 }, 10_000_000)).not.toEqual(segment);
  });
});

describe('the thumb', () => {
  it('leads back to the row that it stands for, to a pixel of the track', () => {
    fc.assert(
      fc.property(rowCounts, fc.double({ min: 0, max: 1, noNaN: true }), (rowCount, share) => {
        const trackPx = 600;
        const topRow = share * Math.max(0, rowCount - screen);
        const thumb = thumbAt(topRow, screen, rowCount, trackPx);
        expect(thumb === null).toBe(rowCount <= screen);
        if (thumb === null) return;
        const { topPx, heightPx } = thumb;
        expect(topPx).toBeGreaterThanOrEqual(0);
        expect(topPx + heightPx).toBeLessThanOrEqual(trackPx + 1e-6);
        const rowsAPixel = (rowCount - screen) / (trackPx - heightPx);
        expect(Math.abs(rowAtThumb(topPx, screen, rowCount, trackPx) - topRow)).toBeLessThanOrEqual(
          rowsAPixel,
        );
      }),
    );
  });

  it('reaches the first and the last row', () => {
    expect(rowAtThumb(-50, screen, 10_000_000, 600)).toBe(0);
    expect(rowAtThumb(10_000, screen, 10_000_000, 600)).toBe(10_000_000 - screen);
  });
});
