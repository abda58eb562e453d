import { historySeries, historySpans, type History, type HistorySeries } from '../history';

export type HistoryColumns = Readonly<Record<HistorySeries, readonly (number | null)[]>>;

/** Adds what came after what a window has, and lets go of what is older than the span. */
export function extendHistory(have: History, more: History, now: number): History {
  const from = now - historySpans[have.span].lengthMs;
  // A clock that was set back takes with it what it had called later.
  const before = more.at[0] ?? Number.POSITIVE_INFINITY;
  const kept = have.at.map((time) => time > from && time < before);
  const keep = <T>(values: readonly T[]): T[] => values.filter((_, index) => kept[index]);
  const known = new Set(more.marks.map(markKey));
  return {
    span: have.span,
    stepMs: have.stepMs,
    at: [...keep(have.at), ...more.at],
    series: bySeries((name) => [...keep(have.series[name]), ...more.series[name]]),
    marks: [...have.marks.filter((mark) => mark.at > from && !known.has(markKey(mark))), ...more.marks],
  };
}

const markKey = ({ at, kind }: History['marks'][number]): string => `${at} ${kind}`;

/** A stretch in which nothing was measured: the machine slept, or Raybar did not run. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** At rest there is a sample every 15 s; longer without one is a gap. */
const leastGapMs = 20_000;

export function gapsOf({ at, stepMs }: Pick<History, 'at' | 'stepMs'>): Gap[] {
  const longest = Math.max(leastGapMs, 3 * stepMs);
  return at.flatMap((to, index) => {
    const before = at[index - 1];
    return before !== undefined && to - before > longest ? [{ from: before + stepMs, to }] : [];
  });
}

/**
 * The columns as a chart wants them: one that is empty stands in each gap, so that no line is drawn across it.
 */
export function withGaps(history: History): {
  readonly at: readonly number[];
  readonly series: HistoryColumns;
} {
  const begins = new Map(gapsOf(history).map(({ from, to }) => [to, from]));
  const places = history.at.flatMap((time, index): { time: number; index: number | null }[] => {
    const gap = begins.get(time);
    return [...(gap === undefined ? [] : [{ time: gap, index: null }]), { time, index }];
  });
  return {
    at: places.map(({ time }) => time),
    series: bySeries((name) =>
      places.map(({ index }) => (index === null ? null : (history.series[name][index] ?? null))),
    ),
  };
}

/** The column nearest to a time; null where there is none. */
export function nearestColumn(at: readonly number[], time: number): number | null {
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  const [above, below] = [at[low], at[low - 1]];
  if (above === undefined) return null;
  return below !== undefined && time - below < above - time ? low - 1 : low;
}

export function bySeries<T>(values: (name: HistorySeries) => T): Record<HistorySeries, T> {
  const entries = historySeries.map((name) => [name, values(name)]);
  return Object.fromEntries(entries) as Record<HistorySeries, T>;
}
