import type { Reading, Telemetry } from '../../shared/telemetry';
import type { ProcessMeasure } from '../system/process-row';

/** The worker whose processes are to be measured. */
export interface WorkerProcesses {
  /** The process that was spawned; its group and all that descends from it are the worker's. */
  root: { pid: number; pgid: number };
  /** The running tasks and actors: measured at every sample, however new they are. */
  taskPids: readonly number[];
}

export interface SampleAsk {
  /** A window shows it: what people look at is read more often. */
  watched: boolean;
  /** Null while none runs. */
  worker: WorkerProcesses | null;
}

/** What a machine tells of itself, without the worker's part and the sampler's own. */
export type MachineReadings = Omit<Telemetry, 'at' | 'worker' | 'sampler'>;

/** The worker's processes at one moment. */
export interface MeasuredProcesses {
  /** On the clock of `performance.now()`; the same as before when nothing newer was to be had. */
  at: number;
  processes: readonly ProcessMeasure[];
}

export interface MachineSample {
  readings: MachineReadings;
  /** Of no meaning when no worker was asked for. */
  processes: Reading<MeasuredProcesses>;
  /** Commands of the OS that this sample started. */
  commandCount: number;
  /** Commands that were ended because they did not come back, since the reader was made. */
  hungCommandCount: number;
}

/** One kind of machine. `darwin/` and `linux/` answer it. Never rejects: what can't be read is unavailable. */
export interface MachineReader {
  read(ask: SampleAsk): Promise<MachineSample>;
}
