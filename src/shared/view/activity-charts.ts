import type { Snapshot } from '../snapshot';
import { isAvailable, isUnavailable, type Reading } from '../reading';
import { formatBytes, formatNumber, formatPercent, formatRate, rateUnit, type Place } from './format';
import type { HistoryColumns } from './history-window';
import { memoryBar, memoryPartNames, type MemoryPart } from './memory-bar';
import { pressureNames } from './pressure-words';

type Values = readonly (number | null)[];

/** Colours go by their names in the theme. */
export type ChartColour =
  | 'gpu'
  | 'chart-cpu'
  | 'chart-worker'
  | 'memory-app'
  | 'memory-wired'
  | 'memory-compressed'
  | 'memory-cached'
  | 'dim';

export interface ChartLine {
  readonly name: string;
  readonly colour: ChartColour;
  /** `stack`: an area that stands on the one before. Lines of one chart differ by more than their colour. */
  readonly style: 'area' | 'line' | 'dashed' | 'stack' | 'levels';
  /** Where it is drawn, in the axis' unit. */
  readonly heights: Values;
  /** What is said of the column. */
  readonly text: (column: number) => string | null;
}

export interface ActivityChart {
  readonly id: 'gpu' | 'cpu' | 'memory' | 'held' | 'swap' | 'network';
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** The top of its axis, in the axis' unit. */
  readonly top: number;
  readonly tick: (height: number) => string;
  /** Why it shows nothing, where nothing of it was ever told; null: it shows something, or is yet to. */
  readonly unavailable: string | null;
}

const gib = 2 ** 30;

/** The Activity window's charts from what was measured. The snapshot gives totals, limits and the reasons of what is missing. */
export function activityCharts(
  series: HistoryColumns,
  { machine, telemetry }: Snapshot,
  place: Place = {},
): ActivityChart[] {
  const { gpu, memory, swap } = telemetry;
  const totalBytes = isAvailable(memory) ? memory.totalBytes : machine.memoryBytes;
  const percent = (values: Values) => line(values, 1, (value) => formatPercent(value, place));
  const bytes = (values: Values) => line(values, gib, (value) => formatBytes(value, place));
  const inGb = (height: number) => `${formatNumber(height, height < 10 ? 1 : 0, place)} GB`;
  const workerPercent = series.workerCpuPercent.map((value) =>
    value === null || machine.cpuCount === 0 ? null : value / machine.cpuCount,
  );
  const withGpu = isAvailable(gpu) || isTold(series.gpuInUseBytes);
  const limit = isAvailable(gpu) && isAvailable(gpu.limit) ? gpu.limit : null;
  return [
    {
      id: 'gpu',
      title: 'MPS',
      lines: [{ name: 'GPU', colour: 'gpu', style: 'area', ...percent(series.gpuPercent) }],
      top: 100,
      tick: (height) => formatPercent(height, place),
      unavailable: reason([series.gpuPercent], isAvailable(gpu) ? gpu.devicePercent : gpu),
    },
    {
      id: 'cpu',
      title: 'CPU',
      lines: [
        { name: 'This machine', colour: 'chart-cpu', style: 'area', ...percent(series.cpuPercent) },
        { name: 'of it Ray’s worker', colour: 'chart-worker', style: 'dashed', ...percent(workerPercent) },
      ],
      top: 100,
      tick: (height) => formatPercent(height, place),
      unavailable: reason([series.cpuPercent], telemetry.cpu.percent),
    },
    {
      id: 'memory',
      title: machine.appleSilicon ? 'Unified memory' : 'Memory',
      lines: stack(series, totalBytes, place),
      top: totalBytes / gib,
      tick: inGb,
      unavailable: reason([series.memoryUsedBytes], memory),
    },
    {
      id: 'held',
      title: withGpu ? 'Memory of the GPU and of Ray’s worker' : 'Memory of Ray’s worker',
      lines: [
        ...(withGpu
          ? [
              {
                name: 'GPU',
                colour: 'gpu' as const,
                style: 'line' as const,
                ...bytes(series.gpuInUseBytes),
              },
            ]
          : []),
        { name: 'Ray’s worker', colour: 'chart-worker', style: 'area', ...bytes(series.workerMemoryBytes) },
        ...(limit === null
          ? []
          : [
              {
                name: limit.estimated ? 'GPU’s limit, about' : 'GPU’s limit',
                colour: 'dim' as const,
                style: 'dashed' as const,
                ...bytes(series.gpuInUseBytes.map(() => limit.bytes)),
              },
            ]),
      ],
      top: totalBytes / gib,
      tick: inGb,
      unavailable: reason(
        [series.gpuInUseBytes, series.workerMemoryBytes],
        isAvailable(gpu) ? gpu.inUseBytes : gpu,
        telemetry.worker,
      ),
    },
    {
      id: 'swap',
      title: 'Swap and memory pressure',
      lines: [
        { name: 'Swap', colour: 'memory-compressed', style: 'area', ...bytes(series.swapUsedBytes) },
        {
          name: 'Pressure',
          colour: 'dim',
          style: 'levels',
          ...line(series.pressureLevel, 1, (level) => pressureLevelNames[Math.round(level)] ?? ''),
        },
      ],
      // Above it the pressure's levels are drawn.
      top: atLeast(1, series.swapUsedBytes, gib) * 1.4,
      tick: inGb,
      unavailable: reason([series.swapUsedBytes, series.pressureLevel], swap, telemetry.pressure),
    },
    network(series, telemetry.network, place),
  ];
}

/** As HistorySeries counts them. */
export const pressureLevelNames = [pressureNames.normal, pressureNames.warning, pressureNames.critical];

const kilobytes = [1e3, 'KB/s'] as const;

/** Bytes a second. On a quiet machine single packets would fill the chart. */
const leastNetworkTop = 10_000;

/** Ticks are some fifth of the top apart, in steps of 1, 2, 2.5 or 5: as many decimals as tell each from its neighbours as it is. */
const tickDecimals = (top: number): number => (top < 2 ? 2 : top < 20 ? 1 : 0);

function network(series: HistoryColumns, reading: Reading<unknown>, place: Place): ActivityChart {
  const { networkReceivedBytesPerSecond: received, networkSentBytesPerSecond: sent } = series;
  const peak = Math.max(highest(received), highest(sent));
  const [unitBytes, unit] = peak < 1e6 ? kilobytes : rateUnit(peak);
  const inUnit = (height: number, decimals: number) => `${formatNumber(height, decimals, place)} ${unit}`;
  // Beside the axis a rate is told in its unit, where that hides nothing.
  const told = (value: number) => (unit === 'KB/s' ? inUnit(value / unitBytes, 0) : formatRate(value, place));
  const rate = (values: Values) => line(values, unitBytes, told);
  const top = Math.max(leastNetworkTop, peak * 1.1) / unitBytes;
  return {
    id: 'network',
    title: 'Network',
    lines: [
      { name: 'Received', colour: 'chart-cpu', style: 'area', ...rate(received) },
      { name: 'Sent', colour: 'memory-wired', style: 'dashed', ...rate(sent) },
    ],
    top,
    tick: (height) => inUnit(height, tickDecimals(top)),
    unavailable: reason([received, sent], reading),
  };
}

/** What is used and what is cached; the rest up to the top is free. Told as the popover's bar tells the same sample. */
function stack(series: HistoryColumns, totalBytes: number, place: Place): ChartLine[] {
  const parts = [
    ['app', series.memoryAppBytes],
    ['wired', series.memoryWiredBytes],
    ['compressed', series.memoryCompressedBytes],
    ['cached', series.memoryCachedBytes],
  ] as const;
  let below: Values = series.memoryAppBytes.map(() => 0);
  return parts.map(([part, values]) => {
    below = values.map((value, column) => sum(value, below[column] ?? null));
    const amount = texts(values, (value) => formatBytes(value, place));
    return {
      name: memoryPartNames[part],
      colour: `memory-${part}`,
      style: 'stack',
      text: (column: number) => partText(series, column, part, totalBytes, place) ?? amount(column),
      heights: heights(below, gib),
    };
  });
}

/** Null where the sample has not all parts. */
function partText(
  series: HistoryColumns,
  column: number,
  part: MemoryPart,
  totalBytes: number,
  place: Place,
): string | null {
  const [appBytes, wiredBytes, compressedBytes, cachedBytes] = [
    series.memoryAppBytes[column] ?? null,
    series.memoryWiredBytes[column] ?? null,
    series.memoryCompressedBytes[column] ?? null,
    series.memoryCachedBytes[column] ?? null,
  ];
  if (appBytes === null || wiredBytes === null || compressedBytes === null || cachedBytes === null)
    return null;
  const usedBytes = appBytes + wiredBytes + compressedBytes;
  const freeBytes = Math.max(0, totalBytes - usedBytes - cachedBytes);
  const memory = { totalBytes, usedBytes, appBytes, wiredBytes, compressedBytes, cachedBytes, freeBytes };
  const { parts, unit } = memoryBar(memory, place);
  const told = parts.find((each) => each.part === part);
  return told === undefined ? null : `${told.amount} ${unit}`;
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

const line = (values: Values, unit: number, text: (value: number) => string) => ({
  heights: heights(values, unit),
  text: texts(values, text),
});

const heights = (values: Values, unit: number): Values =>
  values.map((value) => (value === null ? null : value / unit));

const texts =
  (values: Values, text: (value: number) => string) =>
  (column: number): string | null => {
    const value = values[column] ?? null;
    return value === null ? null : text(value);
  };

/** The reason of the readings, where none of the series has a value. */
function reason(series: readonly Values[], ...readings: readonly Reading<unknown>[]): string | null {
  if (series.some(isTold)) return null;
  for (const reading of readings) if (isUnavailable(reading)) return reading.unavailable;
  return null;
}

const isTold = (values: Values): boolean => values.some((value) => value !== null);

const highest = (values: Values): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);

/** Some air above the highest value. */
const atLeast = (least: number, values: Values, unit: number): number =>
  Math.max(least, (highest(values) / unit) * 1.1);
