import { noTelemetry } from '../shared/telemetry';
import type { WorkerProcesses } from './observe/machine-reader';
import type { Telemetry, TelemetrySample } from './observe/telemetry';

/** While a window shows it. */
const watchedMs = 1_000;
/** Nobody looks, but a window may open any moment. */
const unwatchedMs = 5_000;
/** The first sample waits until the tray is up, unless somebody looks: on Linux it starts a process, on a Mac three. */
const firstAfterMs = 300;
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
  private taking = false;
  private sample: TelemetrySample = { telemetry: noTelemetry, uses: new Map() };

  constructor(private readonly options: TelemetryLoopOptions) {}

  get latest(): TelemetrySample {
    return this.sample;
  }

  start(): void {
    this.running = true;
    if (this.watched) void this.take();
    else this.arm(firstAfterMs);
  }

  /** A window that opens is shown the present at once; one that closes only slows the pace. */
  setWatched(watched: boolean): void {
    if (this.watched === watched) return;
    this.watched = watched;
    if (!this.running) return;
    if (watched) void this.take();
    else if (this.timer) this.arm();
  }

  stop(): void {
    this.running = false;
    this.disarm();
  }

  private async take(): Promise<void> {
    // One that is under way is soon told, and arms the timer by whoever watches then.
    if (this.taking) return;
    this.disarm();
    this.taking = true;
    const { telemetry, worker, onSample } = this.options;
    this.sample = await telemetry.sample({ watched: this.watched, worker: worker() });
    this.taking = false;
    if (!this.running) return;
    onSample();
    this.arm();
  }

  private arm(afterMs = this.everyMs()): void {
    this.disarm();
    this.timer = setTimeout(() => void this.take(), afterMs);
  }

  private everyMs(): number {
    if (this.watched) return watchedMs;
    return this.options.isResting() ? restingMs : unwatchedMs;
  }

  private disarm(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
