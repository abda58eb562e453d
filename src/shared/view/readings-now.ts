import type { Snapshot } from '../snapshot';
import { isAvailable, isUnavailable, type Reading, type Unavailable } from '../reading';
import { formatBytes, formatBytesOf, formatNumber, formatPercent, formatRate, type Place } from './format';
import { gpuHolds } from './gpu-words';
import { coreClusters, networkWords, workerShare } from './machine-words';
import { memoryBar } from './memory-bar';
import { pressureNames } from './pressure-words';

export interface ReadingNow {
  readonly name: string;
  readonly value: Reading<string>;
}

type Known<T> = Exclude<Reading<T>, Unavailable>;

/** All that is measured, each in a line: what the machine does not give comes with its reason. */
export function readingsNow(snapshot: Snapshot, place: Place = {}): ReadingNow[] {
  const { telemetry } = snapshot;
  const { gpu, cpu } = telemetry;
  const of = <T>(name: string, reading: Reading<T>, text: (value: Known<T>) => string): ReadingNow => {
    if (isAvailable(reading)) return { name, value: text(reading) };
    return { name, value: isUnavailable(reading) ? reading : { unavailable: 'not told' } };
  };
  const percent = (value: number) => formatPercent(value, place);
  const rate = (value: number) => formatRate(value, place);
  return [
    of('MPS', isAvailable(gpu) ? gpu.devicePercent : gpu, percent),
    ...(isAvailable(gpu)
      ? [
          of('Renderer', gpu.rendererPercent, percent),
          of('Tiler', gpu.tilerPercent, percent),
          of('GPU holds', gpuHolds(gpu, place), ({ text }) => text),
          of('GPU has allocated', gpu.allocatedBytes, (value) => formatBytes(value, place)),
        ]
      : []),
    of('Memory', telemetry.memory, (memory) => {
      const bar = memoryBar(memory, place);
      return `${bar.used} of ${bar.total} ${bar.unit}: ${bar.text}`;
    }),
    of('Memory pressure', telemetry.pressure, (pressure) => pressureNames[pressure]),
    of('Swap', telemetry.swap, ({ usedBytes, totalBytes }) =>
      isAvailable(totalBytes)
        ? formatBytesOf(usedBytes, Math.max(usedBytes, totalBytes), place)
        : formatBytes(usedBytes, place),
    ),
    ...(isAvailable(telemetry.swap)
      ? [
          of('Swapped in', telemetry.swap.inBytesPerSecond, rate),
          of('Swapped out', telemetry.swap.outBytesPerSecond, rate),
        ]
      : []),
    of('CPU', cpu.percent, (value) => {
      const clusters = coreClusters(cpu, place);
      return clusters === null ? percent(value) : `${percent(value)}, ${clusters.spoken}`;
    }),
    of('Network', networkWords(telemetry.network, place), ({ spoken }) => spoken),
    of('Ray’s worker', telemetry.worker, ({ processCount }) =>
      [`${processCount} processes`, workerShare(snapshot, place)].filter(Boolean).join(': '),
    ),
    of(
      'Models’ cache',
      telemetry.modelCacheDisk,
      ({ path, freeBytes, totalBytes }) => `${formatBytesOf(freeBytes, totalBytes, place)} free at ${path}`,
    ),
    of('Heat', telemetry.thermal, ({ throttled, speedLimitPercent }) => {
      if (!throttled) return 'does not slow it down';
      return isAvailable(speedLimitPercent)
        ? `slows the CPU to ${percent(speedLimitPercent)}`
        : 'slows it down';
    }),
    of('Power', telemetry.power, ({ source, batteryPercent }) =>
      isAvailable(batteryPercent) ? `${source}, battery at ${percent(batteryPercent)}` : source,
    ),
    {
      name: 'Measuring',
      value: `took ${formatNumber(telemetry.sampler.durationMs, 0, place)} ms and ${commands(telemetry.sampler.commandCount)}; ${commands(telemetry.sampler.hungCommandCount)} hung so far`,
    },
  ];
}

const commands = (count: number): string =>
  count === 0 ? 'no command' : count === 1 ? '1 command' : `${count} commands`;
