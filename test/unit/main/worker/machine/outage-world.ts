import type { RaybarError } from '../../../../../src/shared/errors';
import type { WorkerStateKind } from '../../../../../src/shared/worker-state';
import type { Effect, Observation, WorkerEvent } from '../../../../../src/main/worker/machine/events';
import { initialMachine, type Machine } from '../../../../../src/main/worker/machine/machine';
import { next, nextTickAt } from '../../../../../src/main/worker/machine/next';
import { timings } from '../../../../../src/main/worker/machine/timings';
import { lookInMs } from '../../../../../src/main/worker/look-interval';
import { nodeId, retryableError } from './arbitrary-event';

/** Measured with Ray 2.53, the slower side of each (docs/adr/0011 and src/main/worker/machine/timings.ts). */
const prepareMs = 500;
const rayletUpMs = 1_000;
const registeredMs = 4_000;
/** What is left of a worker whose head went may be deaf for `terminateRestMs`. */
const endMs = timings.terminateRestMs + 700;
/** A question of the preparation; and when TCP sends its first packet again to an address that was silent. */
const questionMs = 5_000;
const connectAgainMs = new Set([0, 1_000, 3_000]);
const probeEveryMs = 950;
const stepMs = 100;

/** `killed`: comes back without its memory. `silent`: as the same head. `gave-up`: as the same head, with this node declared dead. */
export type OutageKind = 'killed' | 'silent' | 'gave-up';

export interface Outage {
  kind: OutageKind;
  forMs: number;
  /** When the raylet ends, counted from the head's going; null: it survives. */
  rayletEndsAfterMs: number | null;
}

interface Processes {
  label: string;
  startedAt: number;
  /** The head's life in which its raylet came up; null before that. */
  life: number | null;
  /** False: the head gave it up, and it never registers again. */
  registered: boolean | null;
  rayletGone: boolean;
  goneAt: number;
}

/** A head that goes and comes back, and a worker's processes as Ray's would behave, in steps of 0.1 s. */
export class OutageWorld {
  machine: Machine = initialMachine;
  now = 0;
  readonly states: WorkerStateKind[] = [];
  private life = 1;
  private away: OutageKind | null = null;
  private runs = 0;
  private processes: Processes | null = null;
  private tries: { ticket: number; at: number }[] = [];
  private lookedAt = 0;
  private probedAt = -probeEveryMs;
  private missed = false;
  private rayletEndsAt = Number.POSITIVE_INFINITY;

  constructor(private readonly jitter: () => number) {
    this.send({ type: 'wanted', at: 0, wanted: { kind: 'in' } });
  }

  get kind(): WorkerStateKind {
    return this.machine.state.kind;
  }

  /** The head goes, and comes back after its time. */
  outage({ kind, forMs, rayletEndsAfterMs }: Outage): void {
    this.away = kind;
    if (rayletEndsAfterMs !== null) this.rayletEndsAt = this.now + rayletEndsAfterMs;
    this.turn(forMs);
    this.away = null;
    if (kind === 'killed') this.life += 1;
    if (kind === 'gave-up' && this.processes?.registered) this.processes.registered = false;
  }

  /** The raylet ends though its head is there. */
  crash(): void {
    if (this.processes) this.processes.rayletGone = true;
  }

  turn(forMs: number): void {
    for (const end = this.now + forMs; this.now < end; this.step());
  }

  /** Until the machine is in the state, or for a minute. */
  turnUntil(kind: WorkerStateKind): void {
    for (const end = this.now + 60_000; this.now < end && this.kind !== kind; this.step());
  }

  /** How long it takes to contribute, in ms; `atMostMs` when it does not. */
  untilContributing(atMostMs: number): number {
    const since = this.now;
    while (this.now - since < atMostMs && !(this.kind === 'contributing' && this.works())) this.step();
    return this.now - since;
  }

  /** What the head would say: contributing counts only where it is true. */
  private works(): boolean {
    const { processes, away, life } = this;
    return (
      away === null && processes?.registered === true && processes.life === life && !processes.rayletGone
    );
  }

  private step(): void {
    this.now += stepMs;
    this.live();
    this.answerTries();
    const tickAt = nextTickAt(this.machine, this.context());
    if (tickAt !== null && this.now >= tickAt) this.send({ type: 'tick', at: this.now });
    const { run } = this.machine;
    if (run === null || this.now - this.lookedAt < lookInMs(this.kind, false)) return;
    this.lookedAt = this.now;
    this.send({ type: 'observed', at: this.now, label: run.label, observation: this.look() });
  }

  /** What Ray's processes do by themselves. */
  private live(): void {
    const { processes, away, life } = this;
    if (!processes) return;
    if (this.now >= processes.goneAt) {
      this.processes = null;
      return;
    }
    const age = this.now - processes.startedAt;
    // Without its head `ray start` waits.
    if (processes.life === null && age >= rayletUpMs && away === null) processes.life = life;
    const registers =
      processes.life === life && age >= registeredMs && away === null && !processes.rayletGone;
    if (registers && processes.registered === null) processes.registered = true;
    if (processes.life !== null && this.now >= this.rayletEndsAt) {
      processes.rayletGone = true;
      this.rayletEndsAt = Number.POSITIVE_INFINITY;
    }
  }

  private answerTries(): void {
    const { now, away } = this;
    this.tries = this.tries.filter(({ ticket, at }) => {
      const age = now - at - prepareMs;
      if (age < 0) return true;
      if (away === 'killed') return this.fail(ticket, 'head-refused');
      if (away === null && connectAgainMs.has(age)) {
        this.send({ type: 'prepared', at: now, ticket, label: `run-${++this.runs}` });
        return false;
      }
      return age < questionMs || this.fail(ticket, 'head-unreachable');
    });
  }

  private fail(ticket: number, code: RaybarError['code']): false {
    this.send({ type: 'prepareFailed', at: this.now, ticket, error: { ...retryableError, code } });
    return false;
  }

  private look(): Observation {
    const { processes } = this;
    const raylet =
      processes === null || processes.rayletGone ? 'gone' : processes.life === null ? 'starting' : 'alive';
    return { raylet, left: processes ? 'some' : 'none', busy: 0, objects: false, head: this.probe(raylet) };
  }

  /** As often as RunLook does. */
  private probe(raylet: Observation['raylet']): Observation['head'] {
    const { processes, away } = this;
    if (this.kind === 'leaving') return { kind: 'unasked' };
    const known = this.machine.run?.nodeId ?? null;
    const urgent = raylet === 'gone' || (known === null && raylet === 'alive' && !this.missed);
    if (!urgent && this.now - this.probedAt < probeEveryMs) return { kind: 'unasked' };
    this.probedAt = this.now;
    this.missed = away !== null;
    if (away !== null) {
      const code = away === 'killed' ? 'head-refused' : 'head-silent';
      return { kind: 'missed', error: { ...retryableError, code } };
    }
    const alive = processes?.registered === true && processes.life === this.life;
    if (!alive && known === null) return { kind: 'answers', node: null };
    return { kind: 'answers', node: { nodeId, alive } };
  }

  private context() {
    return { timings, jitter: this.jitter() };
  }

  private send(event: WorkerEvent): void {
    const { machine, effects } = next(this.machine, event, this.context());
    this.machine = machine;
    if (this.states.at(-1) !== machine.state.kind) {
      this.states.push(machine.state.kind);
      this.lookedAt = 0;
    }
    for (const effect of effects) this.do(effect);
  }

  private do(effect: Effect): void {
    const { now } = this;
    switch (effect.type) {
      case 'prepare':
        this.tries.push({ ticket: effect.ticket, at: now });
        return;
      case 'start':
        this.processes = {
          label: effect.label,
          startedAt: now,
          life: null,
          registered: null,
          rayletGone: false,
          goneAt: Number.POSITIVE_INFINITY,
        };
        this.rayletEndsAt = Number.POSITIVE_INFINITY;
        this.probedAt = now - probeEveryMs;
        this.missed = false;
        return;
      case 'terminate':
      case 'kill':
        if (!this.processes) return;
        this.processes.rayletGone = true;
        this.processes.goneAt = Math.min(this.processes.goneAt, now + endMs);
        return;
      case 'cancelPrepare':
        this.tries = this.tries.filter(({ ticket }) => ticket !== effect.ticket);
    }
  }
}
