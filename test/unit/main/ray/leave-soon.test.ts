import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actorQuietMs,
  nextDrainStep,
  objectQuietMs,
  type DrainFacts,
} from '../../../../src/main/ray/leave-soon';
import { readWorkerTitle, type RayWorker } from '../../../../src/main/ray/worker-title';

const now = 1_000_000;
const sureWorker = (title: string, busy: boolean): RayWorker[] => {
  const worker = readWorkerTitle(1, title);
  return worker === null ? [] : [{ ...worker, busy, sure: true }];
};
const idleActor = sureWorker('ray::Model', false);
const facts = (parts: Partial<DrainFacts>): DrainFacts => ({
  activity: ['Busy workers on node.'],
  workers: idleActor,
  quietSince: now,
  now,
  deadlineAt: now + 600_000,
  ...parts,
});

test('a running task has until the owner’s deadline', () => {
  const running = facts({ workers: sureWorker('ray::train_step', true), quietSince: null });
  expect(nextDrainStep(running)).toMatchObject({ kind: 'wait', until: running.deadlineAt });
});

test('a node that only holds idle actors leaves after a moment of quiet', () => {
  expect(nextDrainStep(facts({}))).toMatchObject({ kind: 'wait', until: now + actorQuietMs });
  expect(nextDrainStep(facts({ now: now + actorQuietMs })).kind).toBe('terminate');
});

test('where only objects are left there is time to fetch them', () => {
  const activity = ['Resource: object_store_memory currently in use.'];
  expect(nextDrainStep(facts({ activity, workers: [], now: now + actorQuietMs })).kind).toBe('wait');
  expect(nextDrainStep(facts({ activity, workers: [], now: now + objectQuietMs })).kind).toBe('terminate');
});

test('a head that does not answer may know of objects', () => {
  expect(nextDrainStep(facts({ activity: null, now: now + actorQuietMs })).kind).toBe('wait');
});

test('a title that can mean two things counts as work', () => {
  const guess = readWorkerTitle(1, 'ray::Model');
  const workers = guess === null ? [] : [guess];
  expect(nextDrainStep(facts({ workers, now: now + 60_000 })).kind).toBe('wait');
});

const someWorkers = fc
  .array(fc.constantFrom('ray::a', 'ray::B', 'ray::B.c', 'ray::IDLE'), { maxLength: 4 })
  .map((titles) => titles.flatMap((title, pid) => readWorkerTitle(pid, title) ?? []));
const someQuiet = fc.option(fc.integer({ min: now - 100_000, max: now }));

test('the deadline ends it, whatever runs', () => {
  const step = fc.property(someWorkers, someQuiet, fc.nat(), (workers, quietSince, late) => {
    expect(nextDrainStep(facts({ workers, quietSince, deadlineAt: now - late })).kind).toBe('terminate');
  });
  expect(() => fc.assert(step)).not.toThrow();
});

test('nothing that may work is ended before its deadline, and no look comes after it', () => {
  const step = fc.property(
    someWorkers,
    someQuiet,
    fc.integer({ min: 1, max: 100_000 }),
    (workers, quietSince, left) => {
      const next = nextDrainStep(facts({ workers, quietSince, deadlineAt: now + left }));
      if (quietSince === null || workers.some(({ kind }) => kind !== 'idle')) expect(next.kind).toBe('wait');
      if (next.kind === 'wait') expect(next.until).toBeLessThanOrEqual(now + left);
    },
  );
  expect(() => fc.assert(step)).not.toThrow();
});
