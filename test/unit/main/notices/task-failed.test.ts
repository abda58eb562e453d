import { describe, expect, it } from 'vitest';
import { type FailedTask, nextTaskNotice, noTaskNotices } from '../../../../src/main/notices/task-failed';
import type { Notice } from '../../../../src/shared/notices';
import { shownText } from '../../../support/monitoring';

const start = 1_795_254_727_470;
const failure = (job: number, parts: Partial<FailedTask> = {}): FailedTask => ({
  taskId: `c2668a65bda616c1ffffffffffffffffffffffff${job.toString(16).padStart(8, '0')}`,
  name: 'train_step',
  errorType: 'TASK_EXECUTION_EXCEPTION',
  error: 'ray::train_step() (pid=4711, ip=10.0.0.5)\n  File "train.py", line 3\nValueError: no weights\n',
  endedAt: start,
  ...parts,
});

/** What is told of failures, each at its second. */
function told(...failures: readonly (readonly [atS: number, failure: FailedTask])[]): Notice[] {
  let memory = noTaskNotices;
  return failures.flatMap(([atS, each]) => {
    const next = nextTaskNotice(memory, each, start + atS * 1_000);
    memory = next.memory;
    return next.notice?.(shownText) ?? [];
  });
}

describe('A failed task', () => {
  it('is told by its name and the last it said, and leads to its entry', () => {
    expect(told([1, failure(1)])).toEqual([
      {
        id: 'task-failed',
        title: 'A task failed here: train_step',
        body: 'ValueError: no weights',
        action: 'open-logs',
        logs: { anchor: { at: start }, sources: null, problems: false },
      },
    ]);
  });

  it('of a job with ten thousand of them is told once, however long that takes', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => [n * 30, failure(1)] as const);
    expect(told(...many)).toHaveLength(1);
  });

  it('of a job that was well for a while is told again', () => {
    expect(told([0, failure(1)], [300, failure(1)], [901, failure(1)])).toHaveLength(2);
  });

  it('of another job is told, but no more than one in a minute; how many were not is told with the next', () => {
    const notices = told([0, failure(1)], [5, failure(2)], [9, failure(3)], [70, failure(4)]);
    expect(notices.map(({ body }) => body)).toEqual([
      'ValueError: no weights',
      'ValueError: no weights\nSo did those of 2 other jobs.',
    ]);
  });

  it.each([
    ['a process that ended', { errorType: 'WORKER_DIED', error: 'The worker died unexpectedly.' }],
    ['a task that was cancelled', { errorType: 'TASK_CANCELLED', error: 'was cancelled' }],
    ['an actor whose owner went', { errorType: 'ACTOR_DIED', error: 'The actor died.' }],
  ])('is no %s', (_, parts) => {
    expect(told([0, failure(1, parts)])).toEqual([]);
  });

  it('is also a constructor that raised, and one that ran out of memory', () => {
    const raised = {
      errorType: 'ACTOR_DIED',
      error: 'Traceback (most recent call last):\nOSError: no model',
    };
    expect(told([0, failure(1, raised)])[0]?.body).toBe('OSError: no model');
    expect(told([0, failure(1, { errorType: 'OUT_OF_MEMORY', error: '' })])[0]?.body).toBe(
      'Ray tells no reason.',
    );
  });

  it('says no more than a notification holds, in one line, without control characters', () => {
    const [notice] = told([
      0,
      failure(1, { name: 'x\u001B[31m'.repeat(90), error: `E: ${'y'.repeat(9_000)}` }),
    ]);
    expect(notice?.title.length).toBeLessThan(120);
    expect(notice?.title).not.toContain('\u001B');
    expect(notice?.body).toHaveLength(201);
  });

  it('tells no secret and no home, whatever was raised', () => {
    const token = `hf_${'a1B2'.repeat(8)}`;
    const error = `ValueError: password=pw-in-args-999 in /home/carol/data and /Volumes/Data/ada/x ${token} plainly-the-token`;
    const [notice] = told([0, failure(1, { name: `load --token ${token}`, error })]);
    expect(notice?.title).toBe('A task failed here: load --token •••');
    expect(notice?.body).toBe('ValueError: password=••• in ~/data and ~/x ••• •••');
  });
});
