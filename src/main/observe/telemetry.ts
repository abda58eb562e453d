import type { ProcessUse, Telemetry as TelemetryReadings } from '../../shared/telemetry';
import type { MachineReader, SampleAsk } from './machine-reader';
import { ProcessUseTracker } from './process-use';
import { unavailable } from './reading';

export interface TelemetrySample {
  telemetry: TelemetryReadings;
  /** What the worker's processes use, by pid. */
  uses: ReadonlyMap<number, ProcessUse>;
}

export interface Telemetry {
  /**
   * Reads once; the caller decides how often. Never rejects, and never runs twice at the same time: a call during another joins it. What
   * could not be read is unavailable with its reason.
   */
  sample(ask: SampleAsk): Promise<TelemetrySample>;
}

interface TelemetryParts {
  reader: MachineReader;
  /** When a sample was taken, ms since 1970. */
  now?: () => number;
}

export function createTelemetry({ reader, now = Date.now }: TelemetryParts): Telemetry {
  const tracker = new ProcessUseTracker();
  let sampleCount = 0;
  let current: Promise<TelemetrySample> | null = null;

  const take = async (ask: SampleAsk): Promise<TelemetrySample> => {
    const startedAt = performance.now();
    const { readings, processes, commandCount, hungCommandCount } = await reader.read(ask);
    const { worker, uses } = tracker.next(ask.worker === null ? unavailable('no worker runs') : processes);
    sampleCount += 1;
    const durationMs = performance.now() - startedAt;
    const sampler = { sampleCount, durationMs, commandCount, hungCommandCount };
    return { telemetry: { at: now(), ...readings, worker, sampler }, uses };
  };

  return {
    sample(ask) {
      current ??= take(ask).finally(() => {
        current = null;
      });
      return current;
    },
  };
}
