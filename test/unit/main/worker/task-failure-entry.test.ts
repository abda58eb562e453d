import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskFailure } from '../../../../src/main/ray/task-failure';
import { attemptsIn, taskFailureEntry } from '../../../../src/main/worker/task-failure-entry';
import { readLogFile } from '../../../support/read-log-file';

const now = Date.UTC(2026, 10, 21, 7);
const failure = (parts: Partial<TaskFailure> = {}): TaskFailure => ({
  taskId: '39088be3736e590affffffffffffffffffffffff02000000',
  attempt: 1,
  name: 'train_step',
  errorType: 'TASK_EXECUTION_EXCEPTION',
  error:
    'ray::train_step() (pid=4711, ip=10.0.0.5)\n  File "train.py", line 3, in train_step\nValueError: no',
  isWhole: true,
  pid: 4711,
  nodeId: 'aa6a1ce980aa5f82ba69e9e02a5b9c8476c08c42ac225e1d43f3739e',
  endedAt: now - 500,
  ...parts,
});
const read = (text: string) => readLogFile(Buffer.from(text));
const entryOf = (parts: Partial<TaskFailure>) => taskFailureEntry(failure(parts), now);

describe('A failed task in the log', () => {
  it('is a head with time, name, ids, pid and node, and the error behind it', () => {
    expect(taskFailureEntry(failure(), now)).toBe(
      '2026-11-21T06:59:59.500Z ERROR train_step failed (task 39088be3736e590affffffffffffffffffffffff02000000, attempt 1, pid 4711, ' +
        'node aa6a1ce980aa5f82ba69e9e02a5b9c8476c08c42ac225e1d43f3739e): TASK_EXECUTION_EXCEPTION\n' +
        'ray::train_step() (pid=4711, ip=10.0.0.5)\n' +
        '  File "train.py", line 3, in train_step\n' +
        'ValueError: no\n',
    );
  });

  it('is one entry of level error, and one problem with the task’s name', () => {
    const { entries, problems } = read(entryOf({}) + entryOf({ attempt: 2, endedAt: now }));
    expect(entries.map(({ level, at, lines }) => [level, at, lines.length])).toEqual([
      ['error', now - 500, 4],
      ['error', now, 4],
    ]);
    expect(problems).toMatchObject([
      { key: 'task-failed train_step', count: 2, detail: 'ValueError: no', lastAt: now },
    ]);
  });

  it('is known by a given name with blanks, too, and without Ray’s line', () => {
    const { problems } = read(
      entryOf({ name: 'step 3 (of 4)', error: 'Traceback (most recent call last):' }),
    );
    expect(problems).toMatchObject([{ key: 'task-failed step 3 (of 4)' }]);
  });

  it('is a process that died, where that was the reason', () => {
    const { entries, problems } = read(entryOf({ errorType: 'WORKER_DIED', error: '', pid: null }));
    expect(entries[0]?.lines).toEqual([expect.stringContaining('attempt 1, node aa6a')]);
    expect(problems).toMatchObject([{ id: 'worker-died', count: 1, detail: 'train_step' }]);
  });

  it('is no error where somebody cancelled it', () => {
    expect(read(entryOf({ errorType: 'TASK_CANCELLED' })).entries[0]?.level).toBe('info');
  });

  it('tells a failure of the GPU’s memory', () => {
    const error =
      'RuntimeError: MPS backend out of memory (MPS allocated: 17.81 GB, other allocations: 320.00 KB, max allowed: 18.13 GB). Tried to allocate 5.81 GB on private pool.';
    expect(read(entryOf({ error })).problems.map(({ id }) => id)).toEqual([
      'task-failed',
      'mps-out-of-memory',
    ]);
  });
});

describe('What a task says when it fails', () => {
  it('stays data: no escape sequence, no line written over, no head of its own', () => {
    const text = entryOf({
      name: 'a\u001B]0;owned\u0007\nb',
      error:
        'hidden\rshown\u001B[31m\u009B1m\u202E\n2026-11-21T00:00:00.000Z ERROR x failed (task abc, attempt 0, pid 1): Y',
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(text).toContain('ERROR a\\x1b]0;owned\\x07\\x0ab failed (');
    expect(text).toContain('\nhidden\\x0dshown\\x1b[31m\\x9b1m\\u202e\n');
    expect(attemptsIn(text)).toEqual(['39088be3736e590affffffffffffffffffffffff02000000 1']);
  });

  it('is one entry, whatever it says', () => {
    const lines = fc.constantFrom(
      '',
      'plain',
      '  File "x.py", line 1',
      'ValueError: a',
      'TypeError: b',
      'Traceback (most recent call last):',
      'During handling of the above exception, another exception occurred:',
      'Fatal Python error: Aborted',
      '*** SIGSEGV received at time=1731234567 on cpu 3 ***',
      '[2026-11-21 00:00:00,000 I 1 2] x.cc:1: text',
      '2026-11-21 00:00:00,000\tINFO x.py:1 -- text',
      'I0904 12:07:26.417099 49403 281886144 file.cc:36] text',
      '{"severity": "ERROR", "timestamp": "1731234567"}',
      'ERROR:root:text',
      '(train pid=1) 2026-11-21 00:00:00,000 INFO x',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(lines, fc.string({ unit: 'binary' }))),
        fc.string({ unit: 'binary' }),
        (error, name) => {
          const text = entryOf({ error: error.join('\n'), name });
          const { entries } = read(text + entryOf({ endedAt: now }));
          expect(entries.map(({ at }) => at)).toEqual([now - 500, now]);
          expect(attemptsIn(text)).toEqual(['39088be3736e590affffffffffffffffffffffff02000000 1']);
        },
      ),
    );
  });

  it('is kept to its beginning and its end where it is very long', () => {
    const text = entryOf({ error: `first\n${'x'.repeat(3_000_000)}\nValueError: last` });
    expect(text.length).toBeLessThan(70_000);
    expect(text).toContain('\nfirst\n');
    expect(text).toContain('characters are left out');
    expect(text.endsWith('\nValueError: last\n')).toBe(true);
  });

  it('has a time even where Ray told none', () => {
    for (const endedAt of [null, Number.MAX_VALUE])
      expect(entryOf({ endedAt })).toMatch(/^2026-11-21T07:00:00\.000Z ERROR /);
  });
});
