import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActivityHistory } from '../../../../../src/main/observe/history/activity-history';
import type { HistoryValues } from '../../../../../src/main/observe/history/history-values';
import {
  historySchema,
  historySeries,
  historySpans,
  spanNames,
  type HistorySpan,
} from '../../../../../src/shared/history';

/** A whole minute, so that columns begin where the reader thinks. */
const start = 1_795_194_120_000;
const untold = Object.fromEntries(historySeries.map((name) => [name, Number.NaN])) as HistoryValues;
const sample = (told: Partial<HistoryValues>): HistoryValues => ({ ...untold, ...told });

function historyOf(samples: readonly [afterMs: number, told: Partial<HistoryValues>][]): ActivityHistory {
  const history = new ActivityHistory();
  for (const [afterMs, told] of samples) history.add(start + afterMs, sample(told));
  return history;
}

const read = (history: ActivityHistory, span: HistorySpan, afterMs: number, after: number | null = null) =>
  history.read({ span, after }, start + afterMs);

describe('What was measured', () => {
  it('is told by the second, and what the machine did not say is null', () => {
    const history = historyOf([
      [0, { cpuPercent: 10, gpuPercent: 0 }],
      [1_000, { cpuPercent: 30 }],
    ]);
    const { at, series, stepMs, marks } = read(history, '10min', 2_000);
    expect({ at, stepMs, marks }).toEqual({ at: [start, start + 1_000], stepMs: 1_000, marks: [] });
    expect(series.cpuPercent).toEqual([10, 30]);
    expect(series.gpuPercent).toEqual([0, null]);
    expect(series.memoryUsedBytes).toEqual([null, null]);
  });

  it('is the mean of a second that was sampled twice, but the highest pressure', () => {
    const history = historyOf([
      [100, { cpuPercent: 10, pressureLevel: 2 }],
      [900, { cpuPercent: 20, pressureLevel: 0 }],
    ]);
    const { series } = read(history, '10min', 1_000);
    expect(series.cpuPercent).toEqual([15]);
    expect(series.pressureLevel).toEqual([2]);
  });

  it('is the mean of its seconds in ten seconds, however many samples each had', () => {
    const history = historyOf([
      [0, { cpuPercent: 10 }],
      [200, { cpuPercent: 10 }],
      [400, { cpuPercent: 10 }],
      [5_000, { cpuPercent: 40, pressureLevel: 1 }],
    ]);
    const { at, series } = read(history, '3h', 10_000);
    expect(at).toEqual([start]);
    expect(series.cpuPercent).toEqual([25]);
    expect(series.pressureLevel).toEqual([1]);
  });

  it('is told once it is over, and then does not change', () => {
    const history = historyOf([[0, { cpuPercent: 10 }]]);
    expect(read(history, '10min', 999).at).toEqual([]);
    expect(read(history, '10min', 1_000).at).toEqual([start]);
    expect(read(history, '24h', 59_999).at).toEqual([]);
    expect(read(history, '24h', 60_000).at).toEqual([start]);
  });

  it('leaves out the times at which nothing was sampled', () => {
    const history = historyOf([
      [0, { cpuPercent: 10 }],
      [3_600_000, { cpuPercent: 20 }],
    ]);
    expect(read(history, '24h', 3_700_000).at).toEqual([start, start + 3_600_000]);
  });

  it('is told from a time on, for a window that has the rest', () => {
    const history = historyOf([0, 1_000, 2_000].map((at) => [at, { cpuPercent: 1 }]));
    expect(read(history, '10min', 5_000, start).at).toEqual([start + 1_000, start + 2_000]);
    expect(read(history, '10min', 5_000, start + 2_000).at).toEqual([]);
  });

  it('is forgotten when it is older than its span', () => {
    const history = historyOf([[0, { cpuPercent: 10 }]]);
    expect(read(history, '10min', 599_999).at).toEqual([start]);
    expect(read(history, '10min', 600_001).at).toEqual([]);
    expect(read(history, '3h', 600_001).at).toEqual([start]);
  });

  it('goes on from a clock that was set back, without what that clock had called later', () => {
    const history = historyOf([
      [0, { cpuPercent: 10 }],
      [7_200_000, { cpuPercent: 90 }],
      [1_000, { cpuPercent: 20 }],
    ]);
    const { at, series } = read(history, '24h', 7_300_000);
    expect(at).toEqual([start]);
    expect(series.cpuPercent).toEqual([15]);
  });

  it('keeps what it had through a clock that jumped ahead and came back', () => {
    const history = historyOf([
      [0, { cpuPercent: 10 }],
      [10 * 365 * 86_400_000, { cpuPercent: 90 }],
      [60_000, { cpuPercent: 20 }],
    ]);
    expect(read(history, '24h', 120_000).series.cpuPercent).toEqual([10, 20]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('takes no sample of the time %s', (at) => {
    const history = new ActivityHistory();
    history.add(at, sample({ cpuPercent: 1 }));
    expect(spanNames.map((span) => history.ring(span).length)).toEqual([0, 0, 0]);
  });

  it('has marks of the span that is asked for, and no more than it can keep', () => {
    const history = new ActivityHistory();
    for (let index = 0; index < 2_000; index += 1)
      history.mark({ at: start + index * 1_000, kind: 'joined', text: String(index) });
    expect(history.marks).toHaveLength(500);
    const { marks } = read(history, '10min', 2_000_000);
    expect(marks.at(-1)?.text).toBe('1999');
    expect(marks.every(({ at }) => at > start + 1_400_000)).toBe(true);
  });
});

describe('The rings, against plain arrays that forget nothing', () => {
  type Column = { at: number; values: number[] };
  const rows = ['cpuPercent', 'pressureLevel'] as const;

  /** As slow as it is plain: every column is made of all samples that still count. */
  class Model {
    seconds: (Column & { sums: number[]; counts: number[] })[] = [];
    tens: Column[] = [];
    minutes: Column[] = [];

    add(at: number, values: readonly number[]): void {
      const second = Math.floor(at / 1_000) * 1_000;
      const kept = this.seconds.filter((one) => one.at <= second);
      const dropped = kept.length < this.seconds.length;
      this.seconds = kept;
      let last = this.seconds.at(-1);
      if (last?.at !== second) {
        last = { at: second, values: [Number.NaN, Number.NaN], sums: [0, 0], counts: [0, 0] };
        this.seconds.push(last);
      }
      const open = last;
      // A second that comes back counts as one sample.
      if (dropped) {
        open.sums = open.values.map((value) => (Number.isNaN(value) ? 0 : value));
        open.counts = open.values.map((value) => (Number.isNaN(value) ? 0 : 1));
      }
      values.forEach((value, row) => {
        if (Number.isNaN(value)) return;
        open.sums[row] = (open.sums[row] ?? 0) + value;
        open.counts[row] = (open.counts[row] ?? 0) + 1;
        const mean = (open.sums[row] ?? 0) / (open.counts[row] ?? 1);
        const before = open.values[row] ?? Number.NaN;
        open.values[row] = row === 1 ? Math.max(value, Number.isNaN(before) ? 0 : before) : mean;
      });
      this.seconds = this.seconds.slice(-600);
      this.tens = summed(this.tens, this.seconds, at, 10_000).slice(-1_080);
      this.minutes = summed(this.minutes, this.tens, at, 60_000).slice(-1_440);
    }
  }

  function summed(coarse: Column[], fine: Column[], at: number, stepMs: number): Column[] {
    const begin = Math.floor(at / stepMs) * stepMs;
    const parts = fine.filter((one) => one.at >= begin);
    const values = [0, 1].map((row) => {
      const told = parts.map((one) => one.values[row] ?? Number.NaN).filter((value) => !Number.isNaN(value));
      if (told.length === 0) return Number.NaN;
      return row === 1 ? Math.max(...told) : told.reduce((sum, value) => sum + value, 0) / told.length;
    });
    return [...coarse.filter((one) => one.at < begin), { at: begin, values }];
  }

  const reading = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constant(Number.NaN));
  const steps = fc.array(
    fc.record({
      // Paces of 1, 5 and 15 s, sleeps, and a clock that is set.
      stepMs: fc.oneof(
        fc.integer({ min: 900, max: 1_100 }),
        fc.constantFrom(0, 400, 5_000, 15_000, 600_000, 86_400_000),
        fc.integer({ min: -120_000, max: -1 }),
      ),
      cpu: reading,
      pressure: fc.oneof(fc.constantFrom(0, 1, 2), fc.constant(Number.NaN)),
    }),
    { minLength: 1, maxLength: 250 },
  );

  it('tell the same times and values in every span', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const history = new ActivityHistory();
        const model = new Model();
        let at = start;
        for (const { stepMs, cpu, pressure } of taken) {
          at += stepMs;
          history.add(at, sample({ cpuPercent: cpu, pressureLevel: pressure }));
          model.add(at, [cpu, pressure]);
        }
        const now = at + 60_000;
        const columns = { '10min': model.seconds, '3h': model.tens, '24h': model.minutes };
        for (const span of spanNames) {
          const { lengthMs, stepMs } = historySpans[span];
          const told = history.read({ span, after: null }, now);
          expect(historySchema.safeParse(told).success).toBe(true);
          const expected = columns[span].filter((one) => one.at > now - lengthMs && one.at + stepMs <= now);
          expect(told.at).toEqual(expected.map((one) => one.at));
          rows.forEach((name, row) => {
            told.series[name].forEach((value, column) => {
              const due = expected[column]?.values[row] ?? Number.NaN;
              if (Number.isNaN(due)) expect(value).toBeNull();
              else expect(value).toBeCloseTo(due, 1);
            });
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never take more memory than at the start', () => {
    const history = new ActivityHistory();
    const before = history.byteLength;
    for (let second = 0; second < 20_000; second += 1) history.add(start + second * 1_000, untold);
    expect(history.byteLength).toBe(before);
    expect(spanNames.map((span) => history.ring(span).length)).toEqual([600, 1_080, 334]);
  });
});
