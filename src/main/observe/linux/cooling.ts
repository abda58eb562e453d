import type { Telemetry } from '../../../shared/telemetry';
import { unavailable } from '../reading';

/** One cooling device of /sys/class/thermal (kernel docs: sysfs-class-thermal). */
export interface CoolingDevice {
  type: string | null;
  curState: string | null;
}

/** What cools by making the CPU slower: ACPI's, and cpufreq's on ARM. A fan that turns is no throttling. */
const slowsTheCpu = /^(Processor|cpufreq|thermal-cpufreq|cpuidle|intel_powerclamp)/;

/** Pure: throttled while one of them is at work. By how much is not told in a way that can be compared. */
export function thermalOf(devices: readonly CoolingDevice[]): Telemetry['thermal'] {
  const states = devices
    .filter(({ type }) => type !== null && slowsTheCpu.test(type))
    .flatMap(({ curState }) => (curState !== null && /^-?\d+$/.test(curState) ? [Number(curState)] : []));
  if (states.length === 0)
    return unavailable('the kernel tells of nothing that slows the CPU when it is hot');
  return {
    throttled: states.some((state) => state > 0),
    speedLimitPercent: unavailable('Linux does not tell it'),
  };
}
