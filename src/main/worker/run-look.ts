import { RaybarFailure } from '../../shared/errors';
import type { WorkerStateKind } from '../../shared/worker-state';
import type { GcsClient } from '../ray/gcs/contract';
import { createRayletClient, type RayletClient } from '../ray/gcs/raylet-client';
import { joinLabelKey } from '../ray/join-label';
import { mayBeBusy, mayHoldObjects } from '../ray/leave-soon';
import { tokenReader } from '../ray/token-file';
import {
  holdersOfTasks,
  leftoverProcesses,
  readRayWorkers,
  workerTree,
  type LeftoverProcess,
  type RayWorker,
} from '../ray/worker-tree';
import { WorkerWatch } from '../ray/worker-watch';
import type { ProcessIdentity } from '../system/process-identity';
import { inTurn } from '../system/in-turn';
import type { System } from '../system/system';
import type { HeadGone } from './join-plan';
import type { Observation } from './machine/events';
import type { RunRecord } from './run-record';

/** How long one probe of the head may take; three missed ones in a row must fit into 5 s. */
const probeMs = 900;
/** A little less than the steady interval between looks, so that each of those does probe. */
const probeEveryMs = 950;

export interface RunLookOptions {
  system: System;
  gcs: GcsClient;
  headGone: HeadGone;
  /** What is known of the run at this moment. */
  record: () => RunRecord;
  /** Keeps the raylet's process once it was found. */
  found: (raylet: ProcessIdentity) => Promise<void>;
}

/** Looks at one run: its processes, what works in them, and what the head says of its node. Changes nothing there. */
export class RunLook {
  private probedAt = 0;
  /** The last probe had no answer. */
  private missed = false;
  private raylet: RayletClient | null = null;
  private readonly watch: WorkerWatch;
  /** What was there at the last look for all of it. */
  private left: readonly LeftoverProcess[] = [];
  /** Each look for all of it knows what the one before it found. */
  private readonly inTurn = inTurn();
  /** The running tasks and actors by their processes, as of the last look. */
  workers: readonly RayWorker[] = [];

  constructor(private readonly options: RunLookOptions) {
    this.watch = new WorkerWatch({
      readWorkers: async () => {
        const { raylet } = options.record();
        return raylet ? readRayWorkers(raylet.pid, options.system) : [];
      },
      raylet: () => this.raylet,
      now: Date.now,
    });
  }

  /** Looks at processes and head once. What is looked at depends on what the state needs to know. */
  async look(state: WorkerStateKind): Promise<Observation> {
    const raylet = await this.lookAtRaylet();
    const ending = state === 'leaving' || (state === 'draining' && raylet !== 'alive');
    const [left, head] = await Promise.all([
      ending ? this.leftovers().then((processes) => this.whatIs(processes)) : ('some' as const),
      ending ? ({ kind: 'unasked' } as const) : this.lookAtHead(raylet),
    ]);
    this.workers = raylet === 'alive' ? await this.watch.look() : [];
    const busy = this.workers.filter(mayBeBusy).length;
    const asked = state === 'draining' && busy === 0 && raylet === 'alive';
    return { raylet, left, busy, objects: asked && (await this.mayHoldObjects()), head };
  }

  private async whatIs(processes: readonly LeftoverProcess[]): Promise<Observation['left']> {
    if (processes.length === 0) return 'none';
    const pids = processes.map(({ pid }) => pid);
    const { root } = this.options.record();
    const mayHoldTasks = await holdersOfTasks(pids, root?.pid ?? null, this.options.system);
    return mayHoldTasks.length === 0 ? 'no-tasks' : 'some';
  }

  /** The next look asks the head, however short ago the last one did. */
  probeSoon(): void {
    this.probedAt = 0;
  }

  /** Every process of the run, of whatever group and parent. Empty: proof that nothing of it is left. */
  leftovers(): Promise<readonly LeftoverProcess[]> {
    return this.inTurn(async () => {
      const { label, root } = this.options.record();
      this.left = await leftoverProcesses({ label, root, seen: this.left }, this.options.system);
      return this.left;
    });
  }

  close(): void {
    this.raylet?.close();
  }

  private async lookAtRaylet(): Promise<Observation['raylet']> {
    const { system, record, found } = this.options;
    const { label, raylet, root } = record();
    if (raylet) return (await system.isSameProcess(raylet)) ? 'alive' : 'gone';
    if (!root) return 'gone';
    const rows = await system.listProcesses();
    const { rayletPid } = workerTree(rows, { ...root, label });
    const row = rows.find(({ pid }) => pid === rayletPid);
    if (row) {
      const { pid, startToken, pgid } = row;
      await found({ pid, startToken, pgid });
      return 'alive';
    }
    const starts = rows.some(({ pid, startToken }) => pid === root.pid && startToken === root.startToken);
    return starts ? 'starting' : 'gone';
  }

  private async lookAtHead(raylet: Observation['raylet']): Promise<Observation['head']> {
    const { nodeId, headAddress } = this.options.record();
    // A node that is about to register is looked for in every look, and a raylet that is gone is asked about at once: did its head go?
    const urgent = raylet === 'gone' || (nodeId === null && raylet === 'alive' && !this.missed);
    // Else, however often the processes are looked at: three probes missed within a blink are no lost head.
    const now = Date.now();
    if (!urgent && now - this.probedAt < probeEveryMs) return { kind: 'unasked' };
    this.probedAt = now;
    try {
      const node = await this.askForNode(raylet);
      this.missed = false;
      return { kind: 'answers', node };
    } catch (failure) {
      if (!(failure instanceof RaybarFailure)) throw failure;
      this.missed = true;
      const gone = await this.options.headGone(headAddress);
      return gone ? { kind: 'gone', error: gone } : { kind: 'missed', error: failure.error };
    }
  }

  /** What the head says of this run's node; throws RaybarFailure when it does not answer. */
  private async askForNode(
    raylet: Observation['raylet'],
  ): Promise<Extract<Observation['head'], { kind: 'answers' }>['node']> {
    const { gcs, record } = this.options;
    const { label, nodeId } = record();
    if (nodeId) {
      if (raylet === 'alive' && !this.raylet) await this.openRaylet(nodeId);
      const vitals = await gcs.checkAlive([nodeId], probeMs);
      const alive = vitals.alive[0] === true;
      const dead = !alive && raylet === 'gone' ? await gcs.node(nodeId, probeMs).catch(() => null) : null;
      return { nodeId, alive, ...(dead?.death ? { death: dead.death.message } : {}) };
    }
    if (raylet === 'alive') {
      const node = await gcs.findNodeByLabel(joinLabelKey, label, probeMs);
      return node && { nodeId: node.nodeId, alive: node.state === 'ALIVE' };
    }
    // The head can't know a worker that has no raylet yet. Whether it is there must be known all the same: `ray start` would wait on.
    await gcs.checkAlive([], probeMs);
    return null;
  }

  /** An adopted worker's raylet is found by its node; one of our own is told with the join. */
  private async openRaylet(nodeId: string): Promise<void> {
    const node = await this.options.gcs.node(nodeId, probeMs);
    if (node?.state !== 'ALIVE') return;
    const host = node.address.includes(':') ? `[${node.address}]` : node.address;
    const { tokenFile } = this.options.record();
    this.raylet = createRayletClient(`${host}:${node.rayletPort}`, tokenReader(tokenFile));
  }

  private async mayHoldObjects(): Promise<boolean> {
    const { nodeId } = this.options.record();
    const node = nodeId ? await this.options.gcs.node(nodeId, probeMs).catch(() => null) : null;
    return mayHoldObjects(node?.activity ?? null);
  }
}
