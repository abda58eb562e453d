import { setTimeout as delay } from 'node:timers/promises';
import type { TelemetryReader } from './telemetry';

/** Until then the app has its icon in the tray and the start's rush is over. */
const calmAfterMs = 1_000;

/**
 * CPU and memory by systeminformation, which is loaded at the first reading and some time after it: half a MB of code is not to stand
 * between the owner and the tray.
 */
export function createSystemReadings(loadAfterMs: number = calmAfterMs): TelemetryReader {
  let calm: Promise<void> | null = null;
  const load = async () => {
    await (calm ??= delay(loadAfterMs));
    return import('systeminformation');
  };
  let marked = false;
  return {
    async cpuPercent() {
      const { currentLoad } = await load();
      const { currentLoad: percent } = await currentLoad();
      // The first one is the average since the machine was started.
      const first = !marked;
      marked = true;
      return first ? null : percent;
    },
    async memory() {
      const { mem } = await load();
      // `used` counts the file cache, which is given back on demand; `active` does not.
      const { active, total } = await mem();
      return { usedBytes: active, totalBytes: total };
    },
  };
}
