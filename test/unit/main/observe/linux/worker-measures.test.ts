import { expect, it } from 'vitest';
import { WorkerMeasures } from '../../../../../src/main/observe/linux/worker-measures';

interface Process {
  ppid: number;
  pgid: number;
}

/** A machine with a worker (10, in its own group), its child, and two processes of others. */
function open() {
  const processes = new Map<number, Process>([
    [1, { ppid: 0, pgid: 1 }],
    [5, { ppid: 1, pgid: 5 }],
    [10, { ppid: 1, pgid: 10 }],
    [11, { ppid: 10, pgid: 10 }],
  ]);
  const world = { at: 0, asked: new Array<number>(), lookUpMs: 0 };
  const measures = new WorkerMeasures(
    {
      pids() {
        world.at += world.lookUpMs;
        return [...processes.keys()];
      },
      relations(pid) {
        world.asked.push(pid);
        const found = processes.get(pid);
        return found ? { pid, ...found } : null;
      },
      measure: (pid) =>
        processes.has(pid) ? { pid, startToken: `${pid}`, cpuTimeMs: 0, memoryBytes: 0 } : null,
    },
    () => world.at,
  );
  const look = (taskPids: number[] = []) =>
    measures.measure({ root: { pid: 10, pgid: 10 }, taskPids }).processes.map(({ pid }) => pid);
  return { processes, world, measures, look };
}

it('measures the worker’s tree, and finds what is new in it within five seconds', () => {
  const { processes, world, look } = open();
  expect(look()).toEqual([10, 11]);
  processes.set(12, { ppid: 11, pgid: 12 });
  world.at = 4_999;
  expect(look()).toEqual([10, 11]);
  world.at = 5_000;
  expect(look()).toEqual([10, 11, 12]);
  processes.delete(11);
  // Ray's raylet adopts what its children leave behind.
  processes.set(12, { ppid: 10, pgid: 12 });
  world.at = 10_000;
  expect(look()).toEqual([10, 12]);
});

it('asks for others’ processes once, and for those that were born since', () => {
  const { processes, world, look } = open();
  look();
  expect(world.asked).toEqual([1, 5, 10, 11]);
  world.asked = [];
  processes.set(6, { ppid: 1, pgid: 6 });
  world.at = 5_000;
  look();
  expect(world.asked).toEqual([10, 11, 6]);
});

it('takes a pid that was used again for the worker’s within a minute', () => {
  const { processes, world, look } = open();
  look();
  processes.set(5, { ppid: 10, pgid: 5 });
  world.at = 60_000;
  expect(look()).toEqual([10, 11, 5]);
});

it('measures a named task’s process that is not known yet', () => {
  const { processes, look } = open();
  look();
  processes.set(13, { ppid: 10, pgid: 10 });
  expect(look([13])).toEqual([10, 11, 13]);
});

it('is of the time when the processes were measured, however long the look for them took', () => {
  const { world, measures } = open();
  world.lookUpMs = 80;
  expect(measures.measure({ root: { pid: 10, pgid: 10 }, taskPids: [] }).at).toBe(80);
});
