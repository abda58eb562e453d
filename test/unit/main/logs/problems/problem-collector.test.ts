import { describe, expect, it } from 'vitest';
import { ProblemCollector } from '../../../../../src/main/logs/problems/problem-collector';

const taskFailed = (task: string) => `ray.exceptions.RayTaskError(ValueError): ray::${task}() (pid=1)`;

describe('collecting problems', () => {
  it('counts what an entry says twice once, and what two entries say twice', () => {
    const collector = new ProblemCollector<string>();
    collector.feed(taskFailed('f'), true, 10, 'a');
    collector.feed('ray::f() (pid=1)', false, 10, 'b');
    collector.feed('ValueError: bad', false, 10, 'c');
    collector.feed(taskFailed('f'), true, 30, 'd');
    collector.feed('KeyError: worse', false, 30, 'e');
    collector.feed(taskFailed('g'), true, 20, 'f');
    expect(
      collector
        .problems()
        .map(({ key, count, first, last, firstAt, lastAt, detail }) => [
          key,
          count,
          first,
          last,
          firstAt,
          lastAt,
          detail,
        ]),
    ).toStrictEqual([
      ['task-failed f', 2, 'a', 'd', 10, 30, 'KeyError: worse'],
      ['task-failed g', 1, 'f', 'f', 20, 20, 'ValueError'],
    ]);
  });

  it('tells a task’s exception also where that is a problem of its own', () => {
    const collector = new ProblemCollector<string>();
    collector.feed(taskFailed('f'), true, 10, 'a');
    collector.feed('OSError: [Errno 28] No space left on device', false, 10, 'b');
    collector.feed('Traceback (most recent call last):', true, 11, 'c');
    collector.feed('KeyError: another entry', false, 11, 'd');
    expect(collector.problems()).toMatchObject([
      { id: 'task-failed', count: 1, detail: 'OSError: [Errno 28] No space left on device' },
      { id: 'disk-full', count: 1 },
    ]);
  });

  it('puts the gravest first, then the newest', () => {
    const collector = new ProblemCollector<number>();
    collector.feed('File descriptor limit 256 is too low for production servers', true, 90, 1);
    collector.feed('OSError: [Errno 28] No space left on device', true, 10, 2);
    collector.feed('MemoryError', true, 20, 3);
    collector.feed('Fatal Python error: Aborted', true, 5, 4);
    expect(collector.problems().map(({ id }) => id)).toStrictEqual([
      'process-crashed',
      'out-of-memory',
      'disk-full',
      'open-files-limit',
    ]);
  });

  it('stays small, whatever tasks are called', () => {
    const collector = new ProblemCollector<number>();
    for (let task = 0; task < 1_000; task++) collector.feed(taskFailed(`f${task}`), true, task, task);
    const problems = collector.problems();
    expect(problems.length).toBeLessThanOrEqual(201);
    expect(problems.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
  });

  it('counts what a chain of exceptions says again once, and each line that a program prints', () => {
    const collector = new ProblemCollector<string>();
    const outOfMemory = 'RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB).';
    collector.feed('Traceback (most recent call last):', true, 10, 'a');
    collector.feed(outOfMemory, false, 10, 'b');
    collector.feed('The above exception was the direct cause of the following exception:', false, 10, 'c');
    collector.feed(outOfMemory, false, 10, 'd');
    collector.feed('caught: MPS backend out of memory', false, 10, 'e');
    collector.feed('caught: MPS backend out of memory', false, 10, 'f');
    expect(collector.problems()).toMatchObject([
      { id: 'mps-out-of-memory', count: 3, first: 'b', last: 'f' },
    ]);
  });
});
