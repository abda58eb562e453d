import {
  noTelemetry,
  type Reading,
  type Telemetry as TelemetryReadings,
  type Unavailable,
} from '../../shared/telemetry';

/** Where the readings come from; system-readings.ts asks systeminformation. Each may reject. */
export interface TelemetryReader {
  /** Of all cores together, since the call before. Null at the first call, which only sets the mark. */
  cpuPercent(): Promise<number | null>;
  memory(): Promise<{ usedBytes: number; totalBytes: number }>;
}

export interface Telemetry {
  /**
   * Reads once; the caller decides how often. Never rejects, and never runs twice at the same time: a call during another joins it. What
   * could not be read is unavailable with its reason.
   */
  sample(): Promise<TelemetryReadings>;
}

interface TelemetryParts {
  reader: TelemetryReader;
  /** After it a reading is unavailable, and is not begun anew until it has ended. */
  timeoutMs?: number;
}

export function createTelemetry({ reader, timeoutMs = 4_000 }: TelemetryParts): Telemetry {
  const readCpu = oneAtATime(timeoutMs, async (): Promise<Reading<number>> => {
    const percent = await reader.cpuPercent();
    if (percent === null) return { unavailable: 'being measured' };
    return Number.isFinite(percent) && percent >= 0
      ? // Rounding of the counters can lead a hair over 100.
        Math.min(100, percent)
      : { unavailable: `the system said ${percent} %` };
  });
  const readMemory = oneAtATime(timeoutMs, async (): Promise<TelemetryReadings['memory']> => {
    const { usedBytes, totalBytes } = await reader.memory();
    return totalBytes > 0 && usedBytes > 0 && usedBytes <= totalBytes
      ? { unavailable: 'its parts are not measured yet' }
      : { unavailable: `the system said ${usedBytes} of ${totalBytes} bytes` };
  });

  let current: Promise<TelemetryReadings> | null = null;
  return {
    sample() {
      current ??= Promise.all([readCpu(), readMemory()])
        .then(([percent, memory]) => ({
          ...noTelemetry,
          at: Date.now(),
          cpu: { ...noTelemetry.cpu, percent },
          memory,
        }))
        .finally(() => {
          current = null;
        });
      return current;
    },
  };
}

/** A reading that hangs (a command of the OS that does not come back) is waited for once, not piled up. */
function oneAtATime<T>(timeoutMs: number, read: () => Promise<T>): () => Promise<T | Unavailable> {
  let underWay = false;
  return async () => {
    if (underWay) return { unavailable: 'the reading before has not come back' };
    underWay = true;
    const reading = read()
      .catch((error: unknown) => ({ unavailable: error instanceof Error ? error.message : String(error) }))
      .finally(() => {
        underWay = false;
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Unavailable>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, { unavailable: `no answer within ${timeoutMs / 1000} s` });
    });
    return Promise.race([reading, late]).finally(() => clearTimeout(timer));
  };
}
