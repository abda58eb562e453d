import { describe, expect, it } from 'vitest';
import type { History } from '../../../../src/shared/history';
import {
  bySeries,
  extendHistory,
  gapsOf,
  nearestColumn,
  withGaps,
} from '../../../../src/shared/view/history-window';

const historyAt = (at: readonly number[], marks: History['marks'] = []): History => ({
  span: '10min',
  stepMs: 1_000,
  at: [...at],
  series: bySeries(() => at.map((time) => time / 1_000)),
  marks,
});

describe('a history that goes on', () => {
  it('takes what is younger and lets go of what is older than its span', () => {
    const extended = extendHistory(historyAt([1_000, 500_000]), historyAt([601_000, 602_000]), 602_000);
    expect(extended.at).toEqual([500_000, 601_000, 602_000]);
    expect(extended.series.gpuPercent).toEqual([500, 601, 602]);
  });

  it('of a clock that was set back loses what it had called later', () => {
    const extended = extendHistory(historyAt([50_000, 51_000, 52_000]), historyAt([51_000]), 52_000);
    expect(extended.at).toEqual([50_000, 51_000]);
  });

  it('has each mark once', () => {
    const mark = { at: 2_500, kind: 'joined' as const, text: 'Joined lab' };
    const extended = extendHistory(historyAt([2_000], [mark]), historyAt([3_000], [mark]), 4_000);
    expect(extended.marks).toEqual([mark]);
  });
});

describe('a gap', () => {
  it('is where nothing was sampled for longer than a machine at rest is not', () => {
    const at = [0, 15_000, 60_000];
    expect(gapsOf(historyAt(at))).toEqual([{ from: 16_000, to: 60_000 }]);
  });

  it('has an empty column, so that no line is drawn across it', () => {
    const { at, series } = withGaps(historyAt([1_000, 60_000]));
    expect(at).toEqual([1_000, 2_000, 60_000]);
    expect(series.cpuPercent).toEqual([1, null, 60]);
  });

  it('of a coarser span is as much longer as its step', () => {
    expect(gapsOf({ at: [0, 180_000], stepMs: 60_000 })).toEqual([]);
    expect(gapsOf({ at: [0, 240_000], stepMs: 60_000 })).toEqual([{ from: 60_000, to: 240_000 }]);
  });
});

it('the nearest column is found on both sides, and at the ends', () => {
  const at = [1_000, 2_000, 5_000];
  expect([0, 1_400, 1_600, 3_400, 3_600, 9_000].map((time) => nearestColumn(at, time))).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
  expect(nearestColumn([], 5)).toBe(null);
});
