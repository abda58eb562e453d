import { historySpans, type History, type HistorySeries } from '../history';
import type { Snapshot } from '../snapshot';
import { pressureLevelNames } from './activity-charts';
import { formatBytes, formatClock, formatPercent, formatRate, type Place } from './format';

export interface HistoryTable {
  readonly headings: readonly string[];
  /** Newest first. Each begins with its time; null: not told. */
  readonly rows: readonly { readonly at: number; readonly cells: readonly (string | null)[] }[];
}

/** As many as can be read: each row is the mean of its columns. The CSV has them all. */
const rowsAtMost = 60;

/** What the charts show as a table. */
export function historyTable(
  { span, at, series }: History,
  { machine }: Pick<Snapshot, 'machine'>,
  place: Place = {},
): HistoryTable {
  const percent = (value: number) => formatPercent(value, place);
  const bytes = (value: number) => formatBytes(value, place);
  const rate = (value: number) => formatRate(value, place);
  const columns: readonly [heading: string, name: HistorySeries, text: (value: number) => string][] = [
    ['MPS', 'gpuPercent', percent],
    ['GPU memory', 'gpuInUseBytes', bytes],
    ['Memory used', 'memoryUsedBytes', bytes],
    ['Pressure', 'pressureLevel', (level) => pressureLevelNames[Math.round(level)] ?? ''],
    ['Swap', 'swapUsedBytes', bytes],
    ['CPU', 'cpuPercent', percent],
    ['Worker’s CPU', 'workerCpuPercent', (value) => percent(value / Math.max(1, machine.cpuCount))],
    ['Worker’s memory', 'workerMemoryBytes', bytes],
    ['Received', 'networkReceivedBytesPerSecond', rate],
    ['Sent', 'networkSentBytesPerSecond', rate],
  ];
  const rowMs = historySpans[span].lengthMs / rowsAtMost;
  const byRow = new Map<number, number[]>();
  for (const [column, time] of at.entries()) {
    const row = Math.floor(time / rowMs) * rowMs;
    byRow.set(row, [...(byRow.get(row) ?? []), column]);
  }
  const newestFirst = [...byRow].sort(([a], [b]) => b - a);
  const rows = newestFirst.map(([row, within]) => ({
    at: row,
    cells: columns.map(([, name, text]) => {
      const known = within.flatMap((column) => series[name][column] ?? []);
      if (known.length === 0) return null;
      return text(name === 'pressureLevel' ? Math.max(...known) : mean(known));
    }),
  }));
  const precision = rowMs < 60_000 ? 'second' : 'minute';
  return {
    headings: ['Time', ...columns.map(([heading]) => heading)],
    rows: rows.map(({ at: time, cells }) => ({
      at: time,
      cells: [formatClock(time, place, precision), ...cells],
    })),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
