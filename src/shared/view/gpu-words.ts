import { isAvailable, type Reading } from '../reading';
import type { GpuReadings } from '../telemetry';
import { formatBytes, formatBytesOf, type Place } from './format';

/** "MPS · 16-core GPU": Ray's and PyTorch's name for what Apple calls the GPU. */
export function gpuTitle({ coreCount }: GpuReadings): string {
  return isAvailable(coreCount) ? `MPS · ${coreCount}-core GPU` : 'MPS · GPU';
}

export interface GpuHolds {
  /** "17.4 of 36 GB", "17.4 of about 36 GB" where the limit is an estimate, "17.4 GB" where there is none. */
  readonly text: string;
  /** Of its limit, 0 to 1; null where the limit is not known. */
  readonly share: number | null;
  /** What the limit is, or why it is not known. */
  readonly limit: string;
}

/** What the GPU holds of unified memory, against the most that it may. */
export function gpuHolds({ inUseBytes, limit }: GpuReadings, place: Place = {}): Reading<GpuHolds> {
  if (!isAvailable(inUseBytes)) return inUseBytes;
  if (!isAvailable(limit)) {
    return {
      text: formatBytes(inUseBytes, place),
      share: null,
      limit: `its limit is not known: ${limit.unavailable}`,
    };
  }
  const both = formatBytesOf(inUseBytes, limit.bytes, place);
  return {
    text: limit.estimated ? both.replace(' of ', ' of about ') : both,
    share: limit.bytes > 0 ? Math.min(1, inUseBytes / limit.bytes) : null,
    limit: limit.estimated
      ? 'the limit is an estimate by macOS’s default rule'
      : 'the limit as macOS tells it',
  };
}
