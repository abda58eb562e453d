import type { TelemetryReader } from './telemetry';

/**
 * CPU and memory by systeminformation. It is loaded at the first reading: an app in the tray that nobody looks at doesn't pay for it.
 */
export function createSystemReadings(): TelemetryReader {
  let marked = false;
  return {
    async cpuPercent() {
      const { currentLoad } = await import('systeminformation');
      const { currentLoad: percent } = await currentLoad();
      // The first one is the average since the machine was started.
      const first = !marked;
      marked = true;
      return first ? null : percent;
    },
    async memory() {
      const { mem } = await import('systeminformation');
      // `used` counts the file cache, which is given back on demand; `active` does not.
      const { active, total } = await mem();
      return { usedBytes: active, totalBytes: total };
    },
  };
}
