import { noTelemetry } from '../shared/telemetry';
import type { WorkerProcesses } from './observe/machine-reader';
import type { Telemetry, TelemetrySample } from './observe/telemetry';

/** While a window shows it. */
const watchedMs = 1_000;
/** Nobody looks, but a window may open any moment. */
const unwatchedMs = 5_000;
/** Nothing runs for the cluster either. */
const restingMs = 15_000;

export interface TelemetryLoopOptions {
  telemetry: Telemetry;
  isResting: () => boolean;
  /** The worker whose processes are measured; null while none runs. */
  worker: () => WorkerProcesses | null;
  onSample: () => void;
}

/** Samples in one loop, at the pace that somebody can use. */
export class TelemetryLoop {
  private timer: NodeJS.Timeout | null = null;
  private watched = false;
  private running = false;
  private sample: TelemetrySample = { telemetry: noTelemetry, uses: new Map() };

  constructor(private readonly options: TelemetryLoopOptions) {}

  get latest(): TelemetrySample {
    return this.sample;
  }

  start(): void {
    this.running = true;
    void this.take();
  }

  setWatched(watched: boolean): void {
    if (this.watched === watched) return;
    this.watched = watched;
    if (this.running) void this.take();
  }

  stop(): void {
    this.running = false;
    if (this.timer) clearTimeout(this.timer);
  }

  private async take(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    const { telemetry, worker, isResting } = this.options;
    this.sample = await telemetry.sample({ watched: this.watched, worker: worker() });
    if (!this.running) return;
    this.options.onSample();
    // Two takes may have waited for one sample; one timer is enough.
    if (this.timer) clearTimeout(this.timer);
    const everyMs = this.watched ? watchedMs : isResting() ? restingMs : unwatchedMs;
    this.timer = setTimeout(() => void this.take(), everyMs);
  }
}
