import type { RaybarError } from '../../shared/errors';
import type { WorkerStateKind } from '../../shared/worker-state';
import { RaybarFailure } from '../../shared/errors';
import type { GcsClient } from '../ray/gcs/contract';
import type { StartCommand } from '../ray/start-command';
import { explainStartFailure } from '../ray/start-failure';
import type { RayWorker } from '../ray/worker-tree';
import { evacuateObjects } from '../ray/evacuate-objects';
import type { ProcessExit } from '../system/spawn-detached';
import type { System } from '../system/system';
import { endProcesses } from './end-processes';
import type { HeadGone } from './join-plan';
import { logTail, type LogTail } from './log-tail';
import type { Observation } from './machine/events';
import { RunLook } from './run-look';
import type { RunRecord } from './run-record';
import { until } from './until';

/** Measured: 58 to 74 ms; a machine that swaps takes longer. */
const rayletEndMs = 4_000;
/** A drain may take longer: its answer is worth waiting for. */
const drainMs = 3_000;

export interface WorkerRunOptions {
  system: System;
  gcs: GcsClient;
  headGone: HeadGone;
  /** The environment that Raybar was started with. */
  ambient: Readonly<Record<string, string | undefined>>;
  record: RunRecord;
  /** Writes the record down whole; called whenever it changed. */
  keep: (record: RunRecord) => Promise<void>;
  onExit: (error: RaybarError, tail: LogTail) => void;
  log: (line: string) => void;
}

/** The processes and the node of one join: starts, drains and ends them, and keeps them on record. Decides nothing. */
export class WorkerRun {
  private record: RunRecord;
  private starting: Promise<void> = Promise.resolve();
  private readonly looks: RunLook;
  /** Aborted when the worker is ended: what copies objects for it is of no use then, and would be waited for as a part of it. */
  private readonly ending = new AbortController();

  constructor(private readonly options: WorkerRunOptions) {
    this.record = options.record;
    const { system, gcs, headGone } = options;
    this.looks = new RunLook({
      system,
      gcs,
      headGone,
      record: () => this.record,
      found: (raylet) => this.note({ raylet }),
    });
  }

  get label(): string {
    return this.record.label;
  }

  get current(): RunRecord {
    return this.record;
  }

  /** The running tasks and actors by their processes, as of the last look. */
  get workers(): readonly RayWorker[] {
    return this.looks.workers;
  }

  get gcs(): GcsClient {
    return this.options.gcs;
  }

  /** Keeps what the machine came to know, when it is news. */
  async note(
    news: Partial<Pick<RunRecord, 'nodeId' | 'joinedAt' | 'drain' | 'root' | 'raylet'>>,
  ): Promise<void> {
    const noted: RunRecord = { ...this.record, ...news };
    if (JSON.stringify(noted) === JSON.stringify(this.record)) return;
    this.record = noted;
    // A full disk must not keep the worker from being seen, drained and ended; only its adoption suffers.
    await this.options
      .keep(noted)
      .catch((thrown: unknown) => this.options.log(`the worker's record: ${String(thrown)}`));
  }

  /** Spawns `ray start`. The label is on disk before the process exists, so that no death of ours leaves an unknown worker. */
  start(command: StartCommand): Promise<void> {
    this.starting = this.spawn(command);
    return this.starting;
  }

  private async spawn(command: StartCommand): Promise<void> {
    const { system, keep, log } = this.options;
    await keep(this.record);
    const { exited, ...root } = await system.spawnDetached({
      ...command,
      cwd: '/',
      stdoutFile: this.record.logFile,
      stderrFile: this.record.logFile,
    });
    await this.note({ root });
    log(`ray start runs as pid ${root.pid}, label ${this.label}`);
    void this.tellExit(root.pid, exited);
  }

  private async tellExit(pid: number, exited: Promise<ProcessExit>): Promise<void> {
    const { code, signal } = await exited;
    const tail = await logTail(this.record.logFile);
    this.options.log(`ray start (pid ${pid}) ended: code ${code ?? '-'}, signal ${signal ?? '-'}`);
    this.options.onExit(explainStartFailure({ lines: [...tail.first, ...tail.last], code, signal }), tail);
  }

  /** Looks at processes and head once; what at depends on what the state needs to know. */
  async look(state: WorkerStateKind): Promise<Observation> {
    await this.starting.catch(() => undefined);
    return this.looks.look(state);
  }

  /** The next look asks the head, however short ago the last one did. */
  probeSoon(): void {
    this.looks.probeSoon();
  }

  /** Copies the results whose only copy is here to other nodes. Answers whether all of them are elsewhere now. */
  async evacuate(nodeId: string, deadlineMs: number): Promise<boolean> {
    const { python, headAddress, tokenFile, label } = this.record;
    const { ambient, log } = this.options;
    const where = { python, headAddress, nodeId, label, tokenFile, platform: process.platform, ambient };
    const limits = { deadlineMs, signal: this.ending.signal };
    const { found, moved, movedBytes, trouble } = await evacuateObjects({ ...where, ...limits });
    log(`objects: ${moved} of ${found} moved, ${movedBytes} bytes${trouble === null ? '' : ` (${trouble})`}`);
    return trouble === null && moved === found;
  }

  /** Tells the head that no new work may come here. Throws RaybarFailure when the head doesn't answer or refuses. */
  async drain(nodeId: string, reasonMessage: string): Promise<void> {
    const { accepted, rejection } = await this.options.gcs.drainNode(
      { nodeId, ownLabel: this.label, reasonMessage },
      drainMs,
    );
    if (accepted) return;
    throw new RaybarFailure({
      code: 'drain-refused',
      tried: 'Asked the head to send no new work here',
      found: `It refused: ${rejection ?? 'no reason given'}`,
      fixes: ['Raybar asks again, and ends the worker at the deadline.'],
      retryable: true,
    });
  }

  /**
   * SIGTERM to the raylet alone and, once it is gone, to the rest: a task's process that goes before its raylet is reported as
   * a crash, and charged (docs/adr/0011). SIGKILL to whatever is left of this join. Never to anything else.
   */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.ending.abort();
    await this.starting.catch(() => undefined);
    const { system, log } = this.options;
    const { root, raylet } = this.record;
    if (signal === 'SIGTERM' && raylet) {
      // Whatever dies with the raylet shows its label no more: it is looked for while it still does.
      await Promise.all([system.signalProcess(raylet, 'SIGTERM'), this.looks.leftovers()]);
      // Not isSameProcess: on macOS that would list every process each time.
      const hasEnded = async (): Promise<boolean> =>
        (await system.processIdentity(raylet.pid))?.startToken !== raylet.startToken;
      const gone = await until(hasEnded, { everyMs: 10, atMostMs: rayletEndMs });
      log(gone ? 'the raylet has ended' : 'the raylet has not ended yet');
    }
    const left = await this.looks.leftovers();
    log(`${signal} to ${left.length} processes of ${this.label}`);
    await endProcesses(system, left, new Set(root ? [root.pgid] : []), signal);
  }

  /** SIGKILL until nothing is left: for what remains of a worker whose raylet is gone, so that no task can be hurt. */
  async endAll(): Promise<boolean> {
    await this.end('SIGKILL');
    return until(async () => (await this.looks.leftovers()).length === 0, { everyMs: 100, atMostMs: 5_000 });
  }

  /** Lets go of a worker that lives on: its record is whole on disk, behind every write that was under way. */
  async leave(): Promise<void> {
    this.close();
    await this.options
      .keep(this.record)
      .catch((thrown: unknown) => this.options.log(`the worker's record: ${String(thrown)}`));
  }

  close(): void {
    this.looks.close();
    this.options.gcs.close();
  }
}
