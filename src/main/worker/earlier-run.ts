import type { RaybarError } from '../../shared/errors';
import type { JsonStore } from '../settings/json-store';
import type { System } from '../system/system';
import { findRun } from './find-run';
import type { RunRecord } from './run-record';
import type { WorkerRun } from './worker-run';

export interface EarlierRunOptions {
  system: System;
  store: JsonStore<RunRecord | null>;
  makeRun: (record: RunRecord) => WorkerRun;
  log: (line: string) => void;
}

/** What an earlier Raybar left of its worker, by its record. */
export class EarlierRun {
  private recorded: RunRecord | null = null;

  constructor(private readonly options: EarlierRunOptions) {}

  /** Reads the record. Answers with what is wrong with it. */
  async load(): Promise<RaybarError | null> {
    const { value, problem } = await this.options.store.read();
    this.recorded = value;
    return problem;
  }

  /** Null when no worker is on record. */
  get label(): string | null {
    return this.recorded?.label ?? null;
  }

  /** Answers with the run to take over, if it lives. Of one that does not, what is left is ended, and its record removed. */
  async take(): Promise<WorkerRun | null> {
    const { recorded } = this;
    if (recorded === null) return null;
    const { system, store, makeRun, log } = this.options;
    const found = await findRun(system, recorded);
    log(`an earlier worker is recorded (label ${recorded.label}): ${found}`);
    const run = makeRun(recorded);
    if (found === 'alive') return run;
    if (found === 'leftovers') await run.endAll();
    run.close();
    await store.remove();
    return null;
  }
}
