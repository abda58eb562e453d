import { randomUUID } from 'node:crypto';
import type { RaybarError } from '../../shared/errors';
import type { PreparingStep, WorkerState } from '../../shared/worker-state';
import { asRaybarError } from '../as-raybar-error';
import { DeadlineTimer } from '../deadline-timer';
import { createGcsClient } from '../ray/gcs/client';
import { tokenReader } from '../ray/token-file';
import type { RayWorker } from '../ray/worker-tree';
import type { JsonStore } from '../settings/json-store';
import type { System } from '../system/system';
import { drainOutageLine } from './drain-outage';
import { EarlierRun } from './earlier-run';
import type { HeadGone, JoinPlan } from './join-plan';
import { lookInMs } from './look-interval';
import { LookLoop } from './look-loop';
import { RunHands } from './run-hands';
import type { Effect, Observation, WorkerEvent } from './machine/events';
import { initialMachine, type Machine, type Wanted } from './machine/machine';
import { next, nextTickAt } from './machine/next';
import { timings } from './machine/timings';
import { Preparations } from './preparations';
import { newRunRecord, type RunRecord } from './run-record';
import { WorkerRun } from './worker-run';

export interface SupervisorOptions {
  system: System;
  store: JsonStore<RunRecord | null>;
  logDirectory: string;
  prepare: (report: (step: PreparingStep) => void, signal: AbortSignal) => Promise<JoinPlan>;
  headGone: HeadGone;
  /** The environment that Raybar was started with. */
  ambient: Readonly<Record<string, string | undefined>>;
  now: () => number;
  random: () => number;
  log: (line: string) => void;
  /** After every event that changed something, and after every look. */
  onChange: () => void;
}

/** Runs the worker's state machine: hands it what happens, does what it asks. Holds no decision of its own. */
export class Supervisor {
  private machine: Machine = initialMachine;
  private run: WorkerRun | null = null;
  private readonly ticks: DeadlineTimer;
  private watched = false;
  private closed = false;
  private readonly preparations: Preparations;
  private readonly looks: LookLoop;
  private readonly earlier: EarlierRun;
  private readonly hands: RunHands;

  constructor(private readonly options: SupervisorOptions) {
    const { now, log, system, store } = options;
    this.preparations = new Preparations(options.prepare, {
      step: (ticket, step) => this.send({ type: 'prepareStep', at: now(), ticket, step }),
      done: (ticket) => this.send({ type: 'prepared', at: now(), ticket, label: randomUUID() }),
      failed: (ticket, thrown) =>
        this.send({
          type: 'prepareFailed',
          at: now(),
          ticket,
          error: this.errorOf(thrown, 'Prepared to join'),
        }),
    });
    this.ticks = new DeadlineTimer(now, () => this.send({ type: 'tick', at: now() }));
    this.looks = new LookLoop({
      now,
      intervalMs: () => (this.run ? lookInMs(this.machine.state.kind, this.watched) : null),
      look: () => this.look(),
    });
    this.earlier = new EarlierRun({ system, store, log, makeRun: (record) => this.makeRun(record) });
    this.hands = new RunHands({
      run: () => this.run,
      send: (event) => this.send(event),
      lookSoon: () => this.looks.soon(),
      now,
      log,
      errorOf: (thrown, tried) => this.errorOf(thrown, tried),
    });
  }

  get state(): WorkerState {
    return this.machine.state;
  }

  /** The running tasks and actors, by their processes. */
  get workers(): readonly RayWorker[] {
    return this.run?.workers ?? [];
  }

  /** The run that may have processes; null when none has. */
  get current(): { record: RunRecord; run: WorkerRun } | null {
    return this.run && { record: this.run.current, run: this.run };
  }

  /** Reads what an earlier Raybar left; to be called before `begin`. Answers with what is wrong with it. */
  load(): Promise<RaybarError | null> {
    return this.earlier.load();
  }

  /** The label of the worker that is on record from an earlier Raybar; null when none is. */
  get recordedLabel(): string | null {
    return this.earlier.label;
  }

  /** Takes over, or ends, what an earlier Raybar left; then pursues what is wanted. */
  async begin(wanted: () => Wanted): Promise<void> {
    const run = await this.earlier.take();
    if (run) {
      this.run = run;
      const { label, nodeId, joinedAt, drain } = run.current;
      const at = this.options.now();
      this.send({ type: 'found', at, wanted: wanted(), label, nodeId, joinedAt, drain });
    }
    this.want(wanted());
  }

  want(wanted: Wanted): void {
    this.send({ type: 'wanted', at: this.options.now(), wanted });
  }

  suspend(): void {
    this.send({ type: 'suspend', at: this.options.now() });
  }

  resume(): void {
    this.send({ type: 'resume', at: this.options.now() });
  }

  /** Ends a wait between two tries; a lost head is asked at once. */
  tryNow(): void {
    this.send({ type: 'tryNow', at: this.options.now() });
    if (this.machine.state.kind !== 'lost') return;
    this.run?.probeSoon();
    this.looks.soon();
  }

  rejoin(deadlineMs: number): void {
    this.send({ type: 'rejoin', at: this.options.now(), deadlineMs });
  }

  /** While somebody watches, changes are looked for more often. */
  setWatched(watched: boolean): void {
    if (this.watched === watched) return;
    this.watched = watched;
    this.looks.arm();
  }

  /** Stops looking and timing. The worker itself is left as it is, on record; resolves when that is written. */
  async close(): Promise<void> {
    this.closed = true;
    this.preparations.cancel();
    this.looks.stop();
    this.ticks.stop();
    await this.run?.leave();
  }

  private send(event: WorkerEvent): void {
    if (this.closed) return;
    const before = this.machine;
    const context = { timings, jitter: this.options.random() };
    const { machine, effects } = next(before, event, context);
    this.machine = machine;
    if (machine.state.kind !== before.state.kind) {
      this.options.log(`${before.state.kind} -> ${machine.state.kind} (${event.type})`);
    }
    const outage = drainOutageLine(before.state, machine.state);
    if (outage !== null) this.options.log(outage);
    for (const effect of effects) this.perform(effect);
    void this.settleRun();
    this.ticks.arm(nextTickAt(machine, context));
    if (machine.state.kind !== before.state.kind) this.looks.soon();
    if (machine !== before) this.options.onChange();
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'prepare':
        void this.preparations.begin(effect.ticket);
        return;
      case 'cancelPrepare':
        this.preparations.cancel(effect.ticket);
        return;
      case 'start':
        void this.start(effect.label);
        return;
      default:
        void this.hands.perform(effect);
    }
  }

  private async start(label: string): Promise<void> {
    const plan = this.preparations.ready;
    if (!plan) return;
    const { now, logDirectory } = this.options;
    const run = this.makeRun(newRunRecord(plan, label, logDirectory, now()));
    this.run = run;
    try {
      await run.start(plan.command(label));
      this.send({ type: 'started', at: now(), label });
    } catch (thrown) {
      const error = this.errorOf(thrown, 'Started the worker with `ray start`');
      this.send({ type: 'exited', at: now(), label, error, lastLines: [] });
    }
    this.looks.soon();
  }

  private makeRun(record: RunRecord): WorkerRun {
    const { system, store, headGone, ambient, log, now } = this.options;
    return new WorkerRun({
      system,
      ambient,
      headGone,
      log,
      record,
      gcs: createGcsClient({ address: record.headAddress, token: tokenReader(record.tokenFile) }),
      keep: (kept) => store.write(kept),
      onExit: (error, { first, last }) => {
        this.send({ type: 'exited', at: now(), label: record.label, error, lastLines: [...first, ...last] });
        this.looks.soon();
      },
    });
  }

  /** Keeps the record in step with the machine, and lets go of a run that is over. */
  private async settleRun(): Promise<void> {
    const { run, machine } = this;
    if (!run) return;
    if (machine.run?.label !== run.label) {
      this.run = null;
      run.close();
      await this.forget();
      return;
    }
    const { drain } = machine;
    await run.note({
      nodeId: machine.run.nodeId,
      joinedAt: machine.run.joinedAt,
      drain: drain && {
        why: drain.why,
        since: drain.since,
        deadlineAt: drain.deadlineAt,
        acceptedAt: drain.acceptedAt,
      },
    });
  }

  /** A record that can't be removed is harmless: the next start finds that nothing of it lives. */
  private async forget(): Promise<void> {
    await this.options.store
      .remove()
      .catch((thrown: unknown) => this.errorOf(thrown, 'Removed the record of a worker'));
  }

  private async look(): Promise<void> {
    const { run } = this;
    if (!run) return;
    const { kind } = this.machine.state;
    let observation: Observation | null = null;
    try {
      observation = await run.look(kind);
    } catch (thrown) {
      this.errorOf(thrown, 'Looked at the worker');
    }
    if (!observation || this.run !== run) return;
    // A look that was begun in another state may not have asked what this one wants to know.
    if (this.machine.state.kind !== kind && observation.raylet !== 'gone') return;
    this.send({ type: 'observed', at: this.options.now(), label: run.label, observation });
    this.options.onChange();
  }

  private errorOf(thrown: unknown, tried: string): RaybarError {
    return asRaybarError(thrown, tried, { code: 'worker-start-failed', log: this.options.log });
  }
}
