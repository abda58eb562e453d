import type { Snapshot } from '../shared/snapshot';
import { noTelemetry } from '../shared/telemetry';
import type { Telemetry } from './observe/telemetry';

/** While a window shows it. */
const watchedMs = 1_000;
/** Nobody looks, but a window may open any moment. */
const unwatchedMs = 5_000;
/** Nothing runs for the cluster either. */
const restingMs = 15_000;

export interface TelemetryLoopOptions {
  telemetry: Telemetry;
  isResting: () => boolean;
  onSample: () => void;
}

/** Samples in one loop, at the pace that somebody can use. */
export class TelemetryLoop {
  private timer: NodeJS.Timeout | null = null;
  private watched = false;
  private running = false;
  private sample: Snapshot['telemetry'] = noTelemetry;

  constructor(private readonly options: TelemetryLoopOptions) {}

  get latest(): Snapshot['telemetry'] {
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
    this.sample = await this.options.telemetry.sample();
    if (!this.running) return;
    this.options.onSample();
    // Two takes may have waited for one sample; one timer is enough.
    if (this.timer) clearTimeout(this.timer);
    const everyMs = this.watched ? watchedMs : this.options.isResting() ? restingMs : unwatchedMs;
    this.timer = setTimeout(() => void this.take(), everyMs);
  }
}
