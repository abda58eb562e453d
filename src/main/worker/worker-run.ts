import type { RaybarError } from '../../shared/errors';
import type { WorkerStateKind } from '../../shared/worker-state';
import { RaybarFailure } from '../../shared/errors';
import type { GcsClient } from '../ray/gcs/contract';
import { joinLabelKey } from '../ray/join-label';
import type { StartCommand } from '../ray/start-command';
import { explainStartFailure } from '../ray/start-failure';
import { leftoverProcesses, readRayWorkers, workerTree, type RayWorker } from '../ray/worker-tree';
import { WorkerWatch } from '../ray/worker-watch';
import { tokenReader } from '../ray/token-file';
import { createRayletClient, type RayletClient } from '../ray/gcs/raylet-client';
import { evacuateObjects } from '../ray/evacuate-objects';
import { mayBeBusy, mayHoldObjects } from '../ray/leave-soon';
import type { ProcessExit } from '../system/spawn-detached';
import type { System } from '../system/system';
import { endProcesses } from './end-processes';
import type { HeadGone } from './join-plan';
import { logTail, type LogTail } from './log-tail';
import type { Observation } from './machine/events';
import type { RunRecord } from './run-record';
import { until } from './until';

/** How long one probe of the head may take; three missed ones in a row must fit into 5 s. */
const probeMs = 900;
/** A little less than the steady interval between looks, so that each of those does probe. */
const probeEveryMs = 950;
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

/** The processes and the node of one join: starts them, looks at them, drains and ends them. Decides nothing. */
export class WorkerRun {
  private record: RunRecord;
  private starting: Promise<void> = Promise.resolve();
  private probedAt = 0;
  private raylet: RayletClient | null = null;
  private readonly watch = new WorkerWatch({
    readWorkers: async () => {
      const { raylet } = this.record;
      return raylet ? readRayWorkers(raylet.pid, this.options.system) : [];
    },
    raylet: () => this.raylet,
    now: Date.now,
  });
  /** The running tasks and actors by their processes, as of the last look. */
  workers: readonly RayWorker[] = [];

  constructor(private readonly options: WorkerRunOptions) {
    this.record = options.record;
  }

  get label(): string {
    return this.record.label;
  }

  get current(): RunRecord {
    return this.record;
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

  /** Looks at processes and head once. What is looked at depends on what the state needs to know. */
  async look(state: WorkerStateKind): Promise<Observation> {
    await this.starting.catch(() => undefined);
    const raylet = await this.lookAtRaylet();
    const ending = state === 'leaving' || (state === 'draining' && raylet !== 'alive');
    const [anyProcess, head] = await Promise.all([
      ending ? this.pids().then((pids) => pids.length > 0) : true,
      ending ? ({ kind: 'unasked' } as const) : this.lookAtHead(raylet),
    ]);
    this.workers = raylet === 'alive' ? await this.watch.look() : [];
    const busy = this.workers.filter(mayBeBusy).length;
    const asked = state === 'draining' && busy === 0 && raylet === 'alive';
    return { raylet, anyProcess, busy, objects: asked && (await this.mayHoldObjects()), head };
  }

  /** The next look asks the head, however short ago the last one did. */
  probeSoon(): void {
    this.probedAt = 0;
  }

  private async mayHoldObjects(): Promise<boolean> {
    const { nodeId } = this.record;
    const node = nodeId ? await this.options.gcs.node(nodeId, probeMs).catch(() => null) : null;
    return mayHoldObjects(node?.activity ?? null);
  }

  /** Copies the results whose only copy is here to other nodes. Answers whether all of them are elsewhere now. */
  async evacuate(nodeId: string, deadlineMs: number): Promise<boolean> {
    const { python, headAddress, tokenFile, label } = this.record;
    const { ambient, log } = this.options;
    const where = { python, headAddress, nodeId, label, tokenFile, platform: process.platform, ambient };
    const { found, moved, movedBytes, trouble } = await evacuateObjects({ ...where, deadlineMs });
    log(`objects: ${moved} of ${found} moved, ${movedBytes} bytes${trouble === null ? '' : ` (${trouble})`}`);
    return trouble === null && moved === found;
  }

  private async lookAtRaylet(): Promise<Observation['raylet']> {
    const { system } = this.options;
    const { raylet, root } = this.record;
    if (raylet) return (await system.isSameProcess(raylet)) ? 'alive' : 'gone';
    if (!root) return 'gone';
    const { rayletPid } = workerTree(await system.listProcesses(), { ...root, label: this.label });
    const found = rayletPid === null ? null : await system.processIdentity(rayletPid);
    if (found) {
      await this.note({ raylet: found });
      return 'alive';
    }
    return (await system.isSameProcess(root)) ? 'starting' : 'gone';
  }

  private async lookAtHead(raylet: Observation['raylet']): Promise<Observation['head']> {
    const { gcs, headGone } = this.options;
    const { nodeId } = this.record;
    try {
      if (nodeId) {
        if (raylet === 'alive' && !this.raylet) await this.openRaylet(nodeId);
        // However often the processes are looked at: three probes missed within a blink are no lost head.
        const now = Date.now();
        if (now - this.probedAt < probeEveryMs) return { kind: 'unasked' };
        this.probedAt = now;
        const { alive } = await gcs.checkAlive([nodeId], probeMs);
        return { kind: 'answers', node: { nodeId, alive: alive[0] === true } };
      }
      // The head can't know a worker that has no raylet yet.
      if (raylet !== 'alive') return { kind: 'unasked' };
      const node = await gcs.findNodeByLabel(joinLabelKey, this.label, probeMs);
      return { kind: 'answers', node: node && { nodeId: node.nodeId, alive: node.state === 'ALIVE' } };
    } catch (failure) {
      if (!(failure instanceof RaybarFailure)) throw failure;
      const gone = await headGone(this.record.headAddress);
      return gone ? { kind: 'gone', error: gone } : { kind: 'missed', error: failure.error };
    }
  }

  /** An adopted worker's raylet is found by its node; one of our own is told with the join. */
  private async openRaylet(nodeId: string): Promise<void> {
    const node = await this.options.gcs.node(nodeId, probeMs);
    if (node?.state !== 'ALIVE') return;
    const host = node.address.includes(':') ? `[${node.address}]` : node.address;
    this.raylet = createRayletClient(`${host}:${node.rayletPort}`, tokenReader(this.record.tokenFile));
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
    await this.starting.catch(() => undefined);
    const { system, log } = this.options;
    const { root, raylet } = this.record;
    if (signal === 'SIGTERM' && raylet) {
      await system.signalProcess(raylet, 'SIGTERM');
      const gone = await until(async () => !(await system.isSameProcess(raylet)), {
        everyMs: 10,
        atMostMs: rayletEndMs,
      });
      log(gone ? 'the raylet has ended' : 'the raylet has not ended yet');
    }
    const pids = await this.pids();
    log(`${signal} to ${pids.length} processes of ${this.label}`);
    await endProcesses(system, pids, new Set(root ? [root.pgid] : []), signal);
  }

  /** SIGKILL until nothing is left: for what remains of a worker whose raylet is gone, so that no task can be hurt. */
  async endAll(): Promise<boolean> {
    await this.end('SIGKILL');
    return until(async () => (await this.pids()).length === 0, { everyMs: 100, atMostMs: 5_000 });
  }

  private pids(): Promise<number[]> {
    return leftoverProcesses(
      { label: this.label, pgid: this.record.root?.pgid ?? null },
      this.options.system,
    );
  }

  /** Lets go of a worker that lives on: its record is whole on disk, behind every write that was under way. */
  async leave(): Promise<void> {
    this.close();
    await this.options
      .keep(this.record)
      .catch((thrown: unknown) => this.options.log(`the worker's record: ${String(thrown)}`));
  }

  close(): void {
    this.raylet?.close();
    this.options.gcs.close();
  }
}
