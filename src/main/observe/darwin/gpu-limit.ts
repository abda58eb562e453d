import type { GpuReadings, Reading } from '../../../shared/telemetry';
import { countOf, unavailable } from '../reading';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/**
 * The system's default, which it tells only to programs that open Metal (recommendedMaxWorkingSetSize): two thirds of the memory up to 36 GB,
 * three quarters above. Reported so for 16 GB (10.67 GB: github.com/exo-explore/exo/pull/1672), for 36 GB and less against 48 and 64 GB
 * (thinkdifferent.blog, “The MacBook Pro setting that doubles your AI performance”), and as 75 % in general (github.com/gpustack/gpustack/issues/1375).
 * Newer systems were measured to give more on large machines (107.5 of 128 GB: github.com/antirez/ds4/pull/893), so it is an estimate, and a careful one.
 */
const smallMachineBytes = 36 * gibibyte;

/** Pure: how much memory the GPU may hold. `iogpu.wired_limit_mb` is 0 where nobody set it, and unknown before macOS 14. */
export function gpuLimit(
  values: ReadonlyMap<string, string>,
  totalBytes: Reading<number>,
): GpuReadings['limit'] {
  const told = values.get('iogpu.wired_limit_mb');
  const megabytes = told === undefined ? 0 : countOf(told, 'the GPU’s limit');
  if (typeof megabytes !== 'number') return megabytes;
  if (megabytes > 0) return { bytes: megabytes * mebibyte, estimated: false };
  if (typeof totalBytes !== 'number') return totalBytes;
  if (totalBytes <= 0) return unavailable('the system does not tell the memory’s size');
  const share = totalBytes <= smallMachineBytes ? 2 / 3 : 3 / 4;
  return { bytes: Math.floor(totalBytes * share), estimated: true };
}
