import type { HistorySeries } from '../../../shared/history';
import { isAvailable, pressureLevels, type Reading, type Telemetry } from '../../../shared/telemetry';

/** NaN: not told. */
export type HistoryValues = Readonly<Record<HistorySeries, number>>;

/** What of a sample is kept. */
export function historyValues({
  gpu,
  memory,
  swap,
  pressure,
  cpu,
  worker,
  network,
}: Telemetry): HistoryValues {
  return {
    gpuPercent: ofPart(gpu, ({ devicePercent }) => devicePercent),
    gpuInUseBytes: ofPart(gpu, ({ inUseBytes }) => inUseBytes),
    memoryUsedBytes: ofPart(memory, ({ usedBytes }) => usedBytes),
    memoryAppBytes: ofPart(memory, ({ appBytes }) => appBytes),
    memoryWiredBytes: ofPart(memory, ({ wiredBytes }) => wiredBytes),
    memoryCompressedBytes: ofPart(memory, ({ compressedBytes }) => compressedBytes),
    memoryCachedBytes: ofPart(memory, ({ cachedBytes }) => cachedBytes),
    swapUsedBytes: ofPart(swap, ({ usedBytes }) => usedBytes),
    pressureLevel: ofPart(pressure, (level) => pressureLevels.indexOf(level)),
    cpuPercent: ofPart(cpu, ({ percent }) => percent),
    workerCpuPercent: ofPart(worker, ({ cpuPercent }) => cpuPercent),
    workerMemoryBytes: ofPart(worker, ({ memoryBytes }) => memoryBytes),
    networkReceivedBytesPerSecond: ofPart(network, ({ receivedBytesPerSecond }) => receivedBytesPerSecond),
    networkSentBytesPerSecond: ofPart(network, ({ sentBytesPerSecond }) => sentBytesPerSecond),
  };
}

/** A part may be unavailable as a whole, and each of its readings by itself. */
function ofPart<T>(
  part: Reading<T>,
  read: (told: Exclude<Reading<T>, { unavailable: string }>) => Reading<number>,
): number {
  if (!isAvailable(part)) return Number.NaN;
  const reading = read(part);
  return typeof reading === 'number' && Number.isFinite(reading) ? reading : Number.NaN;
}
