import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import type { DrainWhy, PreparingStep, WorkerState } from '../../shared/worker-state';
import { createGcsClient } from '../ray/gcs/client';
import { tokenReader } from '../ray/token-file';
import type { RayWorker } from '../ray/worker-tree';
import type { JsonStore } from '../settings/json-store';
import type { System } from '../system/system';
import { findRun } from './find-run';
import type { HeadGone, JoinPlan } from './join-plan';
import { lookInMs } from './look-interval';
import type { Effect, Observation, WorkerEvent } from './machine/events';
import { initialMachine, type Machine, type Wanted } from './machine/machine';
import { next, nextTickAt } from './machine/next';
import { timings } from './machine/timings';
import type { RunRecord } from './run-record';
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

/** What the drain tells the head; it stands in the node's death record for the cluster's operator. */
const drainMessages: Record<DrainWhy, string> = {
  owner: 'The owner of this machine stopped contributing.',
  pause: 'The owner of this machine paused contributing.',
  sleep: 'This machine goes to sleep.',
  quit: 'Raybar quits on this machine.',
  settings: 'This worker joins again with new settings.',
  'leave-now': 'The owner needs this machine now.',
};

/** Runs the worker's state machine: hands it what happens, does what it asks. Holds no decision of its own. */
export class Supervisor {
  private machine: Machine = initialMachine;
  private run: WorkerRun | null = null;
  private prepared: { ticket: number; plan: JoinPlan } | null = null;
  private preparing: { ticket: number; stop: AbortController } | null = null;
  private tickTimer: NodeJS.Timeout | null = null;
  private lookTimer: NodeJS.Timeout | null = null;
  private looking = false;
  private lookAgain = false;
  private lastLookAt = 0;
  private watched = false;
  private closed = false;

  constructor(private readonly options: SupervisorOptions) {}

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

  /** Takes over, or ends, what an earlier Raybar left; then pursues what is wanted. The first thing to be called. */
  async begin(wanted: () => Wanted): Promise<void> {
    const { store, system, log, now } = this.options;
    const record = (await store.read()).value;
    const found = record && (await findRun(system, record));
    if (record) log(`an earlier worker is recorded (label ${record.label}): ${found ?? 'gone'}`);
    if (record && found === 'alive') {
      const { label, nodeId, joinedAt, drain } = record;
      this.run = this.makeRun(record);
      this.send({ type: 'found', at: now(), wanted: wanted(), label, nodeId, joinedAt, drain });
    } else if (record) {
      const run = this.makeRun(record);
      if (found === 'leftovers') await run.endAll();
      run.close();
      await store.remove();
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

  tryNow(): void {
    this.send({ type: 'tryNow', at: this.options.now() });
  }

  rejoin(deadlineMs: number): void {
    this.send({ type: 'rejoin', at: this.options.now(), deadlineMs });
  }

  /** While somebody watches, changes are looked for more often. */
  setWatched(watched: boolean): void {
    if (this.watched === watched) return;
    this.watched = watched;
    this.armLook();
  }

  /** Stops looking and timing. The worker itself is left as it is, on record. */
  close(): void {
    this.closed = true;
    this.preparing?.stop.abort();
    if (this.tickTimer) clearTimeout(this.tickTimer);
    if (this.lookTimer) clearTimeout(this.lookTimer);
    this.run?.close();
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
    for (const effect of effects) this.perform(effect);
    void this.settleRun();
    this.armTick(nextTickAt(machine, context));
    if (machine.state.kind !== before.state.kind) this.lookSoon();
    if (machine !== before) this.options.onChange();
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'prepare':
        void this.prepare(effect.ticket);
        return;
      case 'cancelPrepare':
        if (this.preparing?.ticket === effect.ticket) this.preparing.stop.abort();
        return;
      case 'start':
        void this.start(effect.label);
        return;
      case 'drain':
        void this.drain(effect);
        return;
      case 'evacuate':
        void this.evacuate(effect);
        return;
      case 'terminate':
        void this.end(effect.label, 'SIGTERM');
        return;
      case 'kill':
        void this.end(effect.label, 'SIGKILL');
    }
  }

  private async prepare(ticket: number): Promise<void> {
    this.preparing?.stop.abort();
    const stop = new AbortController();
    this.preparing = { ticket, stop };
    const report = (step: PreparingStep): void =>
      this.send({ type: 'prepareStep', at: this.options.now(), ticket, step });
    try {
      const plan = await this.options.prepare(report, stop.signal);
      this.prepared = { ticket, plan };
      this.send({ type: 'prepared', at: this.options.now(), ticket, label: randomUUID() });
    } catch (thrown) {
      if (stop.signal.aborted) return;
      this.send({
        type: 'prepareFailed',
        at: this.options.now(),
        ticket,
        error: this.errorOf(thrown, 'Prepared to join'),
      });
    }
  }

  private async start(label: string): Promise<void> {
    const plan = this.prepared?.plan;
    if (!plan) return;
    const { now, logDirectory } = this.options;
    const { python, headAddress, rayVersion, tokenFile, dashboardUrl, embedded } = plan;
    const run = this.makeRun({
      version: 1,
      label,
      startedAt: now(),
      python,
      headAddress,
      rayVersion,
      tokenFile,
      dashboardUrl,
      embedded,
      logFile: join(logDirectory, 'ray-start.log'),
      root: null,
      raylet: null,
      nodeId: null,
      joinedAt: null,
      drain: null,
    });
    this.run = run;
    try {
      await run.start(plan.command(label));
      this.send({ type: 'started', at: now(), label });
    } catch (thrown) {
      const error = this.errorOf(thrown, 'Started the worker with `ray start`');
      this.send({ type: 'exited', at: now(), label, error, lastLines: [] });
    }
    this.lookSoon();
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
        this.lookSoon();
      },
    });
  }

  private async drain({ label, nodeId, why }: Extract<Effect, { type: 'drain' }>): Promise<void> {
    const { run } = this;
    if (run?.label !== label) return;
    const { now, log } = this.options;
    try {
      await run.drain(nodeId, drainMessages[why]);
      log(`the head refuses new work here from now on (${why})`);
      this.send({ type: 'drainAccepted', at: now(), label });
      // An idle raylet goes within milliseconds.
      this.lookSoon();
    } catch (thrown) {
      const error = this.errorOf(thrown, 'Asked the head to send no new work here');
      this.send({ type: 'drainFailed', at: now(), label, error });
    }
  }

  private async evacuate({
    label,
    nodeId,
    deadlineAt,
  }: Extract<Effect, { type: 'evacuate' }>): Promise<void> {
    const { run } = this;
    if (run?.label !== label) return;
    const { now } = this.options;
    const complete = await run.evacuate(nodeId, deadlineAt - now());
    this.send({ type: 'evacuated', at: now(), label, complete });
  }

  private async end(label: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { run } = this;
    if (run?.label !== label) return;
    await run.end(signal).catch((thrown: unknown) => this.errorOf(thrown, `Sent ${signal} to the worker`));
    this.lookSoon();
  }

  /** Keeps the record in step with the machine, and lets go of a run that is over. */
  private async settleRun(): Promise<void> {
    const { run, machine } = this;
    if (!run) return;
    if (machine.run?.label !== run.label) {
      this.run = null;
      run.close();
      await this.options.store.remove();
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

  private armTick(at: number | null): void {
    if (this.tickTimer) clearTimeout(this.tickTimer);
    this.tickTimer = null;
    if (at === null) return;
    // A timer counts no time that the machine slept, so a long one is looked at again now and then.
    const waitMs = Math.max(0, Math.min(at - this.options.now(), 30_000));
    this.tickTimer = setTimeout(() => this.send({ type: 'tick', at: this.options.now() }), waitMs);
  }

  private armLook(): void {
    if (this.lookTimer) clearTimeout(this.lookTimer);
    this.lookTimer = null;
    if (this.closed || !this.run || this.looking) return;
    const dueAt = this.lastLookAt + lookInMs(this.machine.state.kind, this.watched);
    this.lookTimer = setTimeout(() => void this.look(), Math.max(0, dueAt - this.options.now()));
  }

  private lookSoon(): void {
    this.lookAgain = this.looking;
    this.lastLookAt = 0;
    this.armLook();
  }

  private async look(): Promise<void> {
    const { run } = this;
    if (!run || this.looking || this.closed) return;
    this.looking = true;
    this.lastLookAt = this.options.now();
    const { kind } = this.machine.state;
    let observation: Observation | null = null;
    try {
      observation = await run.look(kind);
    } catch (thrown) {
      this.errorOf(thrown, 'Looked at the worker');
    }
    this.looking = false;
    // A look that was begun in another state may not have asked what this one wants to know.
    if (
      observation &&
      this.run === run &&
      (this.machine.state.kind === kind || observation.raylet === 'gone')
    ) {
      this.send({ type: 'observed', at: this.options.now(), label: run.label, observation });
      this.options.onChange();
    }
    if (this.lookAgain) {
      this.lookAgain = false;
      this.lastLookAt = 0;
    }
    this.armLook();
  }

  private errorOf(thrown: unknown, tried: string): RaybarError {
    if (thrown instanceof RaybarFailure) {
      this.options.log(`${thrown.error.tried}: ${thrown.error.found} (${thrown.error.code})`);
      return thrown.error;
    }
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    this.options.log(`${tried}: ${thrown instanceof Error ? (thrown.stack ?? text) : text}`);
    return {
      code: 'worker-start-failed',
      tried,
      found: text,
      fixes: ['Raybar tries again by itself.', 'Open the logs for more.'],
      retryable: true,
    };
  }
}
