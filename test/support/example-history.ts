import {
  historySeries,
  historySpans,
  type History,
  type HistorySeries,
  type HistorySpan,
} from '../../src/shared/history';
import { exampleNow } from './snapshots';

export interface ExampleHistoryOptions {
  readonly span?: HistorySpan;
  /** The newest column's end. */
  readonly now?: number;
  /** The machine's memory. */
  readonly totalGb?: number;
  /** How much of the span was sampled; 1 is all of it. */
  readonly filled?: number;
  /** From how long ago to how long ago nothing was sampled, as shares of the span. */
  readonly gap?: readonly [number, number];
  /** Series that this machine did not tell. */
  readonly unavailable?: readonly HistorySeries[];
}

/** What an M4 Pro with 48 GB did: waves of work on the GPU, memory that grows with it, and a sleep. */
export function exampleHistory({
  span = '10min',
  now = exampleNow,
  totalGb = 48,
  filled = 1,
  gap = [0.42, 0.3],
  unavailable = [],
}: ExampleHistoryOptions = {}): History {
  // The figures below are of 48 GB.
  const gib = (2 ** 30 * totalGb) / 48;
  const { stepMs, lengthMs } = historySpans[span];
  const count = Math.floor((lengthMs / stepMs) * filled);
  const newest = Math.floor(now / stepMs) * stepMs - stepMs;
  const at = Array.from({ length: count }, (_, index) => newest - (count - 1 - index) * stepMs).filter(
    (time) => {
      const ago = (now - time) / lengthMs;
      return !(ago < gap[0] && ago > gap[1]);
    },
  );
  const wave = (time: number, period: number) =>
    Math.sin(((now - time) / lengthMs) * 2 * Math.PI * period) * 0.5 + 0.5;
  const ripple = (time: number) => wave(time, 61) * 0.6 + wave(time, 23) * 0.4;
  const values: Record<HistorySeries, (time: number) => number> = {
    gpuPercent: (time) => Math.round(8 + 70 * wave(time, 2.5) + 18 * ripple(time)),
    gpuInUseBytes: (time) => (9 + 9 * wave(time, 1.2) + ripple(time)) * gib,
    memoryUsedBytes: (time) => (24.5 + 9 * wave(time, 1.2)) * gib,
    memoryAppBytes: (time) => (12.5 + 2 * wave(time, 1.2)) * gib,
    memoryWiredBytes: (time) => (10.8 + 7 * wave(time, 1.2)) * gib,
    memoryCompressedBytes: () => 1.2 * gib,
    memoryCachedBytes: (time) => (8.5 - 3 * wave(time, 1.2)) * gib,
    swapUsedBytes: (time) => (0.3 + 1.4 * wave(time, 0.8) ** 4) * gib,
    pressureLevel: (time) => (wave(time, 1.2) > 0.97 ? 2 : wave(time, 1.2) > 0.86 ? 1 : 0),
    cpuPercent: (time) => 18 + 30 * wave(time, 2.5) + 14 * ripple(time),
    workerCpuPercent: (time) => 40 + 240 * wave(time, 2.5) + 90 * ripple(time),
    workerMemoryBytes: (time) => (12 + 11 * wave(time, 1.2)) * gib,
    networkReceivedBytesPerSecond: (time) => 200_000 + 9_000_000 * wave(time, 3) ** 6,
    networkSentBytesPerSecond: (time) => 90_000 + 2_500_000 * wave(time, 2) ** 8,
  };
  const marks = [
    { ago: 0.93, kind: 'joined' as const, text: 'Joined lab' },
    { ago: 0.42, kind: 'asleep' as const, text: 'Fell asleep' },
    { ago: 0.3, kind: 'awake' as const, text: 'Woke up' },
    { ago: 0.27, kind: 'joined' as const, text: 'Joined lab' },
    { ago: 0.09, kind: 'lost' as const, text: 'Lost lab' },
    { ago: 0.07, kind: 'rejoined' as const, text: 'Found lab again' },
  ];
  const hidden = new Set(unavailable);
  return {
    span,
    stepMs,
    at,
    series: Object.fromEntries(
      historySeries.map((name) => [name, at.map((time) => (hidden.has(name) ? null : values[name](time)))]),
    ) as History['series'],
    marks: marks
      .filter(({ ago }) => ago < filled)
      .map(({ ago, ...mark }) => ({ ...mark, at: now - ago * lengthMs })),
  };
}
