import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countersSchema, noCounters, type Counters } from '../../../../src/main/metrics/counters';
import { nextCounters, noCounterMemory } from '../../../../src/main/metrics/next-counters';
import type { TaskRow } from '../../../../src/shared/snapshot';
import { unknownUse } from '../../../../src/shared/telemetry';
import type { WorkerState } from '../../../../src/shared/worker-state';
import { exampleWorkerStates as states } from '../../../support/snapshots';

interface Look {
  worker: WorkerState;
  tasks?: TaskRow[];
  afterMs?: number;
}

/** Plays looks one after the other, a second apart, and answers with what was counted. */
function counted(...looks: Look[]): Counters {
  let memory = noCounterMemory;
  let counters = noCounters;
  let now = 0;
  for (const { worker, tasks = [], afterMs = 1_000 } of looks) {
    now += afterMs;
    ({ memory, counters } = nextCounters(memory, counters, { worker, tasks, now }));
  }
  return counters;
}

const task = (pid: number, id = `pid:${pid}`, name = 'train'): TaskRow => ({
  id,
  kind: 'task',
  name,
  pid,
  busy: true,
  startedAt: null,
  resources: null,
  use: unknownUse,
});
const rows = (count: number): TaskRow[] => Array.from({ length: count }, (_, index) => task(index + 1));

const { off, preparing, joining, contributing, lost, leaving, backoff } = states;
const draining = { ...states.draining, acceptedAt: 1 };
const untaken = { ...states.draining, acceptedAt: null };
const killing: WorkerState = { ...leaving, step: 'killing' };
const failing: WorkerState = { ...leaving, why: 'failure' };
const joined: Look[] = [{ worker: off }, { worker: joining }, { worker: contributing }];

describe('Joins and disconnects', () => {
  it('count a join, and none for a worker that is taken over', () => {
    expect(counted(...joined).joins).toBe(1);
    expect(counted({ worker: off }, { worker: { ...contributing, adopted: true } }).joins).toBe(0);
    expect(counted({ worker: contributing }).joins).toBe(0);
  });

  it('count an outage that heals once, with its seconds, and no join', () => {
    const { disconnects, disconnectedSeconds, joins } = counted(
      ...joined,
      { worker: lost },
      { worker: lost, afterMs: 4_000 },
      { worker: contributing, afterMs: 2_000 },
      { worker: contributing, afterMs: 9_000 },
    );
    expect({ disconnects, disconnectedSeconds, joins }).toEqual({
      disconnects: 1,
      disconnectedSeconds: 6,
      joins: 1,
    });
  });

  it('count a crash, its backoff and the next join as one disconnect', () => {
    const { disconnects, joins, disconnectedSeconds } = counted(
      ...joined,
      { worker: failing },
      { worker: backoff },
      { worker: preparing },
      { worker: joining },
      { worker: contributing },
    );
    expect({ disconnects, joins, disconnectedSeconds }).toEqual({
      disconnects: 1,
      joins: 2,
      disconnectedSeconds: 4,
    });
  });

  it('count none for what was asked for', () => {
    expect(counted(...joined, { worker: draining }, { worker: leaving }, { worker: off })).toMatchObject({
      disconnects: 0,
      disconnectedSeconds: 0,
    });
  });

  it('count no time that the machine slept or the clock was set', () => {
    expect(
      counted(
        ...joined,
        { worker: lost },
        { worker: lost, afterMs: 3_600_000 },
        { worker: lost, afterMs: -5_000 },
      ).disconnectedSeconds,
    ).toBe(0);
  });
});

describe('Drains', () => {
  it('are counted by their first reason, once', () => {
    const { drains } = counted(
      ...joined,
      { worker: draining },
      { worker: { ...draining, why: 'leave-now' } },
      { worker: leaving },
      { worker: off },
    );
    expect(drains).toEqual({ ...noCounters.drains, owner: 1 });
  });

  it('are counted when they were over before the next look', () => {
    expect(counted(...joined, { worker: { ...leaving, why: 'pause' } }, { worker: off }).drains.pause).toBe(
      1,
    );
  });

  const retries = (...looks: Look[]): number => counted(...joined, ...looks).retriesAvoided;

  it('avoid a retry for each task that was busy when they began and ended while it was waited for', () => {
    expect(
      retries(
        { worker: untaken, tasks: rows(3) },
        { worker: draining, tasks: [] },
        { worker: leaving },
        { worker: off },
      ),
    ).toBe(3);
  });

  it('avoid one for each task that was ended after the head had taken the drain', () => {
    expect(
      retries({ worker: draining, tasks: rows(2) }, { worker: leaving, tasks: rows(2) }, { worker: off }),
    ).toBe(2);
  });

  it('avoid none for what still ran when the worker was killed', () => {
    const looks = [
      { worker: draining, tasks: rows(3) },
      { worker: draining, tasks: rows(1) },
    ];
    expect(retries(...looks, { worker: leaving }, { worker: killing }, { worker: off })).toBe(2);
  });

  it('avoid none for what still ran when the head had never taken the drain', () => {
    expect(retries({ worker: untaken, tasks: rows(2) }, { worker: leaving }, { worker: off })).toBe(0);
  });

  it('go by the count at their beginning, where it is told', () => {
    const told = { ...draining, tasksAtStart: 4 };
    expect(retries({ worker: told, tasks: rows(1) }, { worker: leaving }, { worker: off })).toBe(4);
  });

  it('count nothing twice when they end in sleep or in the next join', () => {
    const ending = [{ worker: draining, tasks: rows(1) }, { worker: leaving }];
    expect(retries(...ending, { worker: states.asleep }, { worker: states.waking }, { worker: off })).toBe(1);
    expect(retries(...ending, { worker: preparing }, { worker: joining })).toBe(1);
  });
});

it('a worker that had to be killed is counted once', () => {
  expect(
    counted(...joined, { worker: leaving }, { worker: killing }, { worker: killing }, { worker: off })
      .forcedEnds,
  ).toBe(1);
});

describe('Tasks', () => {
  const seen = (...looks: TaskRow[][]): number =>
    counted(...looks.map((tasks) => ({ worker: contributing, tasks }))).tasksSeen;

  it('are counted once, although the head names them later than their process', () => {
    expect(seen([task(1)], [task(1, 'abc')], [task(1, 'abc')], [task(1)])).toBe(1);
  });

  it('are counted each, although one process runs them', () => {
    expect(seen([task(1, 'abc')], [task(1, 'def')])).toBe(2);
    expect(seen([task(1, 'abc', 'train')], [task(1, 'abc', 'evaluate')])).toBe(2);
    expect(seen([task(1)], [], [task(1)])).toBe(2);
  });
});

it('counters only ever grow, and stay what their file may hold, whatever happens', () => {
  const look = fc.record({
    worker: fc.constantFrom(...Object.values(states), failing, killing, untaken, draining),
    tasks: fc.integer({ min: 0, max: 3 }).map(rows),
    afterMs: fc.integer({ min: -2_000, max: 120_000 }),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
      let before = noCounters;
      looks.forEach((_look, index) => {
        const after = counted(...looks.slice(0, index + 1));
        expect(countersSchema.safeParse(after).success).toBe(true);
        for (const name of [
          'joins',
          'disconnects',
          'disconnectedSeconds',
          'tasksSeen',
          'retriesAvoided',
          'forcedEnds',
        ] as const)
          expect(after[name]).toBeGreaterThanOrEqual(before[name]);
        before = after;
      });
    }),
    { numRuns: 60 },
  );
});
