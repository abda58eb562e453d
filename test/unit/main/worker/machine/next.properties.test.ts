import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkerEvent } from '../../../../../src/main/worker/machine/events';
import { initialMachine, type Machine } from '../../../../../src/main/worker/machine/machine';
import { next } from '../../../../../src/main/worker/machine/next';
import { workerStateSchema } from '../../../../../src/shared/worker-state';
import { arbitraryEvent, arbitraryEvents } from './arbitrary-event';
import { context, World } from './world';

const after = (events: WorkerEvent[]): Machine =>
  events.reduce((machine, event) => next(machine, event, context).machine, initialMachine);

const lastAt = (events: WorkerEvent[]): number => events.at(-1)?.at ?? 1_000;

describe('The worker machine, after any events in any order', () => {
  it('is in a defined state with what that state needs', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        const machine = after(events);
        workerStateSchema.parse(machine.state);
        const holdsRun = ['joining', 'contributing', 'lost', 'draining', 'leaving'].includes(
          machine.state.kind,
        );
        expect(machine.run !== null).toBe(holdsRun);
        if (machine.state.kind === 'draining') expect(machine.drain).not.toBeNull();
        if ('label' in machine.state) expect(machine.state.label).toBe(machine.run?.label);
      }),
      { numRuns: 2_000 },
    );
  });

  it('changes nothing that was given to it', () => {
    const freeze = <T>(value: T): T => {
      if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    fc.assert(
      fc.property(arbitraryEvents, arbitraryEvent, (events, event) => {
        const machine = freeze(after(events));
        expect(() => next(machine, freeze(event), context)).not.toThrow();
      }),
    );
  });

  it('does not say contributing, or lost, once its raylet was seen to be gone', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        const machine = after(events);
        if (!machine.run) return;
        const seen = next(
          machine,
          {
            type: 'observed',
            at: lastAt(events),
            label: machine.run.label,
            observation: {
              raylet: 'gone',
              left: 'some',
              busy: 0,
              objects: false,
              head: { kind: 'unasked' },
            },
          },
          context,
        );
        expect(['contributing', 'lost', 'joining', 'draining']).not.toContain(seen.machine.state.kind);
      }),
      { numRuns: 2_000 },
    );
  });

  it('drains only its own node, and only after the head called it alive under this run’s label', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        let machine = initialMachine;
        const aliveOf = new Map<string, Set<string>>();
        for (const event of events) {
          if (
            event.type === 'observed' &&
            event.observation.head.kind === 'answers' &&
            event.observation.head.node?.alive
          ) {
            const known = aliveOf.get(event.label) ?? new Set();
            aliveOf.set(event.label, known.add(event.observation.head.node.nodeId));
          }
          if (event.type === 'found' && event.nodeId) aliveOf.set(event.label, new Set([event.nodeId]));
          const step = next(machine, event, context);
          for (const effect of step.effects) {
            if (effect.type !== 'drain') continue;
            expect(effect.label).toBe(step.machine.run?.label);
            expect(aliveOf.get(effect.label)).toContain(effect.nodeId);
          }
          machine = step.machine;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never starts a second worker while one may be running', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        let machine = initialMachine;
        for (const event of events) {
          const step = next(machine, event, context);
          if (step.effects.some((effect) => effect.type === 'start' || effect.type === 'prepare')) {
            expect(machine.run === null || machine.state.kind === 'leaving').toBe(true);
          }
          machine = step.machine;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never gives a drain a later deadline', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        let machine = initialMachine;
        for (const event of events) {
          const before = machine;
          machine = next(machine, event, context).machine;
          if (before.drain && machine.drain && before.run?.label === machine.run?.label) {
            expect(machine.drain.deadlineAt).toBeLessThanOrEqual(before.drain.deadlineAt);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Where a world ends once out is wanted. */
function endOnceOutIsWanted(world: World): { kind: string; processes: string[] } {
  world.send({ type: 'resume', at: world.now });
  world.send({ type: 'wanted', at: world.now, wanted: { kind: 'out', why: 'owner', deadlineMs: 30_000 } });
  world.turn();
  return { kind: world.machine.state.kind, processes: [...world.processes] };
}
const offWithNothingRunning = { kind: 'off', processes: [] };

describe('The worker machine, in a world that does what it asks', () => {
  it('ends in off with nothing running once out is wanted, whatever came before, even with a task that never ends', () => {
    fc.assert(
      fc.property(arbitraryEvents, fc.integer({ min: 0, max: 2 }), (events, busy) => {
        expect(endOnceOutIsWanted(new World(after(events), lastAt(events), busy))).toEqual(
          offWithNothingRunning,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('does so, too, with a silent head, processes that ignore SIGTERM, and objects that can’t be moved', () => {
    const hostility = fc.record({
      headSilent: fc.boolean(),
      ignoresTerm: fc.boolean(),
      objects: fc.constantFrom(true, false, null),
    });
    fc.assert(
      fc.property(arbitraryEvents, fc.integer({ min: 0, max: 2 }), hostility, (events, busy, against) => {
        expect(endOnceOutIsWanted(new World(after(events), lastAt(events), busy, against))).toEqual(
          offWithNothingRunning,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('is asleep with nothing running once the machine sleeps, and contributes again after it woke', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        const world = new World(after(events), lastAt(events), 1);
        world.send({ type: 'wanted', at: world.now, wanted: { kind: 'in' } });
        world.send({ type: 'tryNow', at: world.now });
        world.send({ type: 'suspend', at: world.now });
        world.turn();
        expect(world.machine.state.kind).toBe('asleep');
        expect([...world.processes]).toEqual([]);
        world.send({ type: 'resume', at: world.now });
        world.turn();
        expect(world.machine.state.kind).toBe('contributing');
        expect(world.processes.size).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it('contributes once in is wanted, whatever came before', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        const world = new World(after(events), lastAt(events));
        world.send({ type: 'resume', at: world.now });
        world.send({ type: 'wanted', at: world.now, wanted: { kind: 'in' } });
        world.turn(1_200);
        // A failure that only the owner can mend waits for the owner.
        if (world.machine.state.kind === 'failed') {
          world.send({ type: 'tryNow', at: world.now });
          world.turn(1_200);
        }
        expect(world.machine.state.kind).toBe('contributing');
      }),
      { numRuns: 500 },
    );
  });
});
