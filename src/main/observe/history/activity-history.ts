import {
  historySeries,
  historySpans,
  spanNames,
  type History,
  type HistoryMark,
  type HistoryRequest,
  type HistorySeries,
  type HistorySpan,
} from '../../../shared/history';
import { ColumnRing } from './column-ring';
import type { HistoryValues } from './history-values';

/** More would be a machine that joins and leaves every three minutes all day. */
const marksAtMost = 500;

/** Pressure counts by its worst moment: a mean of "critical" and "normal" was never there. */
const keepsHighest = new Set<HistorySeries>(['pressureLevel']);

/**
 * What was measured, in three rings: 1 s for 10 min, 10 s for 3 h, 1 min for 24 h. A sample goes into its second; the coarser columns are
 * made of the finer ones, so that a minute that was sampled every second for ten seconds and every 5 s after is the mean of the minute.
 * A clock that was set back takes with it what it had called later: those times were never true.
 */
export class ActivityHistory {
  private readonly rings: Readonly<Record<HistorySpan, ColumnRing>> = {
    '10min': ringOf('10min'),
    '3h': ringOf('3h'),
    '24h': ringOf('24h'),
  };
  private markList: readonly HistoryMark[] = [];
  /** Of the newest second: which one, and what its samples said. */
  private openSecond = Number.NaN;
  private readonly sums = new Float64Array(historySeries.length);
  private readonly counts = new Uint32Array(historySeries.length);

  /** `at`: ms since the epoch; whatever is no time is left out. */
  add(at: number, values: HistoryValues): void {
    if (!Number.isFinite(at) || at < 0) return;
    this.addToSecond(startOf('10min', at), values);
    this.sumUp('3h', '10min', at);
    this.sumUp('24h', '3h', at);
  }

  mark(mark: HistoryMark): void {
    const from = mark.at - historySpans['24h'].lengthMs;
    const kept = this.markList.filter(({ at }) => at > from && at <= mark.at);
    this.markList = [...kept, mark].slice(-marksAtMost);
  }

  get marks(): readonly HistoryMark[] {
    return this.markList;
  }

  /**
   * Columns that are over by now, oldest first, so that none changes once it was told; a window asks for the younger ones later. Values are
   * told to a hundredth.
   */
  read({ span, after }: HistoryRequest, now: number): History {
    const { stepMs, lengthMs } = historySpans[span];
    const from = Math.max(after ?? 0, now - lengthMs);
    const ring = this.rings[span];
    const columns = columnsOf(ring).filter((column) => {
      const time = ring.timeOf(column);
      return time > from && time + stepMs <= now;
    });
    const rowsOf = (row: number): (number | null)[] =>
      columns.map((column) => toHundredth(ring.valueOf(column, row)));
    return {
      span,
      stepMs,
      at: columns.map((column) => ring.timeOf(column)),
      series: bySeries(rowsOf),
      marks: this.markList.filter(({ at }) => at > from && at <= now),
    };
  }

  /** For the file: everything, the unfinished columns too. */
  ring(span: HistorySpan): Pick<ColumnRing, 'length' | 'timeOf' | 'valueOf'> {
    return this.rings[span];
  }

  /** From the file: a column later than all that are there; `values` in the order of `historySeries`. */
  restoreColumn(span: HistorySpan, time: number, values: readonly number[]): void {
    this.rings[span].begin(time);
    values.forEach((value, row) => this.rings[span].tell(row, value));
  }

  restoreMarks(marks: readonly HistoryMark[]): void {
    this.markList = marks.slice(-marksAtMost);
  }

  get byteLength(): number {
    const rings = spanNames.map((span) => this.rings[span].byteLength);
    // Strings are at most two bytes a character; an object and its place in the list take less than 100.
    const marks = this.markList.map(({ text }) => 100 + 2 * text.length);
    return [...rings, ...marks, this.sums.byteLength, this.counts.byteLength].reduce(
      (sum, one) => sum + one,
      0,
    );
  }

  private addToSecond(second: number, values: HistoryValues): void {
    const ring = this.rings['10min'];
    ring.dropAfter(second);
    if (ring.newestTime !== second) ring.begin(second);
    if (this.openSecond !== second) this.reopen(second);
    historySeries.forEach((series, row) => {
      const value = values[series];
      if (!Number.isFinite(value)) return;
      const sum = (this.sums[row] ?? 0) + value;
      const count = (this.counts[row] ?? 0) + 1;
      const highest = Math.max(value, orZero(ring.valueOf(ring.length - 1, row)));
      this.sums[row] = sum;
      this.counts[row] = count;
      ring.tell(row, keepsHighest.has(series) ? highest : sum / count);
    });
  }

  /** A second that comes back (after a restart, or a clock that was set back) counts as one sample. */
  private reopen(second: number): void {
    const ring = this.rings['10min'];
    this.openSecond = second;
    historySeries.forEach((_series, row) => {
      const before = ring.valueOf(ring.length - 1, row);
      this.sums[row] = orZero(before);
      this.counts[row] = Number.isNaN(before) ? 0 : 1;
    });
  }

  /** Makes the column of `coarse` that `at` is in from what `fine` has of it. */
  private sumUp(coarse: HistorySpan, fine: HistorySpan, at: number): void {
    const begin = startOf(coarse, at);
    const ring = this.rings[coarse];
    ring.dropAfter(begin);
    if (ring.newestTime !== begin) ring.begin(begin);
    const source = this.rings[fine];
    let oldest = source.length;
    while (source.timeOf(oldest - 1) >= begin) oldest -= 1;
    historySeries.forEach((series, row) => {
      let sum = 0;
      let count = 0;
      let highest = 0;
      for (let column = oldest; column < source.length; column += 1) {
        const value = source.valueOf(column, row);
        if (Number.isNaN(value)) continue;
        sum += value;
        count += 1;
        highest = Math.max(highest, value);
      }
      const summary = keepsHighest.has(series) ? highest : sum / count;
      ring.tell(row, count === 0 ? Number.NaN : summary);
    });
  }
}

function ringOf(span: HistorySpan): ColumnRing {
  const { stepMs, lengthMs } = historySpans[span];
  return new ColumnRing(lengthMs / stepMs, historySeries.length);
}

/** When the column that this time is in begins. */
function startOf(span: HistorySpan, at: number): number {
  const { stepMs } = historySpans[span];
  return Math.floor(at / stepMs) * stepMs;
}

const columnsOf = (ring: ColumnRing): number[] => Array.from({ length: ring.length }, (_, column) => column);

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);

const toHundredth = (value: number): number | null =>
  Number.isNaN(value) ? null : Math.round(value * 100) / 100;

/** Object.fromEntries forgets its keys; they are those of `historySeries`. */
const bySeries = <T>(rowsOf: (row: number) => T): Record<HistorySeries, T> =>
  Object.fromEntries(historySeries.map((series, row) => [series, rowsOf(row)])) as Record<HistorySeries, T>;
