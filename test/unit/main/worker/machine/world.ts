import type { Effect, Observation, WorkerEvent } from '../../../../../src/main/worker/machine/events';
import type { Machine } from '../../../../../src/main/worker/machine/machine';
import { next, nextTickAt } from '../../../../../src/main/worker/machine/next';
import { timings } from '../../../../../src/main/worker/machine/timings';
import { nodeId, retryableError } from './arbitrary-event';

export const context = { timings, jitter: 0.5 };

/** What can go wrong in a world that is honest all the same. */
export interface Hostility {
  /** The head answers nothing. */
  headSilent: boolean;
  /** Processes end by SIGKILL only. */
  ignoresTerm: boolean;
  /** The only copy of an object lies here; null where it can't be moved either. */
  objects: boolean | null;
}

const kind: Hostility = { headSilent: false, ignoresTerm: false, objects: false };

/**
 * A small honest world around the machine: it does what the effects say, as a healthy operating system and a healthy
 * head would, and reports what is. `processes` are the runs of which something is left.
 */
export class World {
  readonly processes = new Set<string>();
  readonly drained = new Set<string>();
  private runs = 0;
  private pending: WorkerEvent[] = [];

  constructor(
    public machine: Machine,
    public now: number,
    /** Tasks that run and never end by themselves. */
    public busy = 0,
    private readonly hostility: Hostility = kind,
  ) {
    // Whatever run the machine already knows may still have processes.
    if (machine.run) this.processes.add(machine.run.label);
  }

  send(event: WorkerEvent): void {
    const { machine, effects } = next(this.machine, event, context);
    this.machine = machine;
    for (const effect of effects) this.do(effect);
  }

  private do(effect: Effect): void {
    const at = this.now;
    switch (effect.type) {
      case 'prepare':
        this.pending.push({ type: 'prepared', at, ticket: effect.ticket, label: `world-run-${++this.runs}` });
        return;
      case 'start':
        this.processes.add(effect.label);
        this.pending.push({ type: 'started', at, label: effect.label });
        return;
      case 'drain':
        if (this.hostility.headSilent) {
          this.pending.push({ type: 'drainFailed', at, label: effect.label, error: retryableError });
          return;
        }
        this.drained.add(effect.label);
        this.pending.push({ type: 'drainAccepted', at, label: effect.label });
        return;
      case 'evacuate': {
        const complete = this.hostility.objects === true;
        this.pending.push({ type: 'evacuated', at, label: effect.label, complete });
        return;
      }
      case 'terminate':
        if (!this.hostility.ignoresTerm) this.processes.delete(effect.label);
        return;
      case 'kill':
        this.processes.delete(effect.label);
        return;
      case 'cancelPrepare':
        this.pending = this.pending.filter((event) => !('ticket' in event) || event.ticket !== effect.ticket);
    }
  }

  private look(label: string): Observation {
    const up = this.processes.has(label);
    const node = up ? { nodeId, alive: true } : null;
    return {
      raylet: up ? 'alive' : 'gone',
      left: up ? 'some' : 'none',
      busy: up ? this.busy : 0,
      objects: this.hostility.objects !== false,
      head: this.hostility.headSilent ? { kind: 'missed', error: retryableError } : { kind: 'answers', node },
    };
  }

  /** Lets the world turn until the machine rests, or `steps` are over. */
  turn(steps = 400): void {
    for (let step = 0; step < steps; step++) {
      const event = this.pending.shift();
      if (event) {
        this.send({ ...event, at: this.now });
        continue;
      }
      const { run } = this.machine;
      if (run)
        this.send({ type: 'observed', at: this.now, label: run.label, observation: this.look(run.label) });
      const tickAt = nextTickAt(this.machine, context);
      if (!this.machine.run && tickAt === null && this.pending.length === 0) return;
      this.now += 1_000;
      if (tickAt !== null && this.now >= tickAt) this.send({ type: 'tick', at: this.now });
    }
  }
}
