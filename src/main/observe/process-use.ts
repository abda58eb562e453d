import { type ProcessUse, type Reading, type Telemetry } from '../../shared/telemetry';
import type { ProcessMeasure } from '../system/process-row';
import type { MeasuredProcesses } from './machine-reader';
import { unavailable } from './reading';

export interface WorkerUse {
  worker: Telemetry['worker'];
  /** By pid. */
  uses: ReadonlyMap<number, ProcessUse>;
}

/** Below it the kernel's 10 ms of CPU time are too coarse to divide by. */
const shortestMs = 250;

interface Mark {
  at: number;
  measures: ReadonlyMap<number, ProcessMeasure>;
}

/**
 * What the worker's processes use, from one look to the next. A process that is seen for the first time has no CPU yet, nor counts it in the
 * worker's; memory is what each has to itself, so that the sum counts no page twice that the reader could tell apart.
 */
export class ProcessUseTracker {
  private mark: Mark | null = null;
  private cpu: ReadonlyMap<number, number> = new Map();

  next(measured: Reading<MeasuredProcesses>): WorkerUse {
    if ('unavailable' in measured) {
      this.mark = null;
      this.cpu = new Map();
      return { worker: measured, uses: new Map() };
    }
    const measures = new Map(measured.processes.map((process) => [process.pid, process]));
    this.measureCpu(measured.at, measures);
    const uses = new Map(measured.processes.map((process) => [process.pid, this.useOf(process)]));
    return { worker: this.sum(measured.processes), uses };
  }

  private measureCpu(at: number, measures: ReadonlyMap<number, ProcessMeasure>): void {
    const { mark } = this;
    if (mark !== null && at - mark.at < shortestMs) return;
    this.mark = { at, measures };
    if (mark === null) return;
    const elapsedMs = at - mark.at;
    this.cpu = new Map(
      [...measures.values()].flatMap(({ pid, startToken, cpuTimeMs }): [number, number][] => {
        const before = mark.measures.get(pid);
        // A pid can be given to another process meanwhile.
        if (before?.startToken !== startToken || before.cpuTimeMs === null || cpuTimeMs === null) return [];
        const percent = ((cpuTimeMs - before.cpuTimeMs) / elapsedMs) * 100;
        return percent >= 0 ? [[pid, percent]] : [];
      }),
    );
  }

  private useOf({ pid, memoryBytes }: ProcessMeasure): ProcessUse {
    return {
      cpuPercent: this.cpu.get(pid) ?? unavailable('being measured'),
      memoryBytes: memoryBytes ?? unavailable('the system does not tell it'),
    };
  }

  private sum(processes: readonly ProcessMeasure[]): Telemetry['worker'] {
    if (processes.length === 0) return unavailable('none of the worker’s processes is seen');
    const told = processes.flatMap(({ pid }) => this.cpu.get(pid) ?? []);
    const bytes = processes.flatMap(({ memoryBytes }) => memoryBytes ?? []);
    return {
      cpuPercent: told.length === 0 ? unavailable('being measured') : told.reduce(add),
      memoryBytes: bytes.length === 0 ? unavailable('the system does not tell it') : bytes.reduce(add),
      processCount: processes.length,
    };
  }
}

const add = (one: number, other: number): number => one + other;
