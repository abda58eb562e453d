import { describe, expect, it } from 'vitest';
import { sparkline, trailExtent, withPoint } from '../../../../src/shared/view/sparkline';

const box = { now: 120_000, lengthMs: 120_000, width: 120, height: 30 };

describe('a sparkline', () => {
  it('runs from the oldest sample at the left to now at the right, 100 % at the top', () => {
    const points = [
      { at: 105_000, percent: 0 },
      { at: 120_000, percent: 100 },
    ];
    expect(sparkline(points, box)).toEqual({ line: 'M105 30L120 0', area: 'M105 30L120 0L120 30L105 30Z' });
  });

  it('is broken where nothing was sampled, and where the GPU did not tell', () => {
    const points = [
      { at: 10_000, percent: 50 },
      { at: 40_000, percent: 50 },
      { at: 41_000, percent: null },
      { at: 42_000, percent: 50 },
    ];
    expect(sparkline(points, box).line.match(/M/g)).toHaveLength(3);
  });

  it('is empty before the first sample', () => {
    expect(sparkline([], box)).toEqual({ line: '', area: '' });
    expect(trailExtent([{ at: 1, percent: null }])).toBe(null);
  });

  it('leaves out what is older than it is long, and what lies ahead', () => {
    const points = [
      { at: -1, percent: 10 },
      { at: 130_000, percent: 90 },
    ];
    expect(sparkline(points, box).line).toBe('');
  });
});

describe('a trail', () => {
  it('takes a sample once, and lets go of what is long past', () => {
    let trail = withPoint([], { at: 1_000, percent: 1 }, 120_000);
    trail = withPoint(trail, { at: 2_000, percent: 2 }, 120_000);
    trail = withPoint(trail, { at: 2_000, percent: 3 }, 120_000);
    expect(trail).toEqual([
      { at: 1_000, percent: 1 },
      { at: 2_000, percent: 3 },
    ]);
    trail = withPoint(trail, { at: 500_000, percent: 4 }, 120_000);
    expect(trail).toEqual([{ at: 500_000, percent: 4 }]);
  });

  it('of a clock that was set back goes on from there', () => {
    const trail = withPoint([{ at: 9_000, percent: 1 }], { at: 3_000, percent: 2 }, 120_000);
    expect(trail).toEqual([{ at: 3_000, percent: 2 }]);
  });
});
