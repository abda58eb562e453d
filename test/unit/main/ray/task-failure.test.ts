import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { taskFailuresAnswer } from '../../../../src/main/ray/dashboard-answers';
import { type TaskFailure, taskFailure, taskFailureRow } from '../../../../src/main/ray/task-failure';

// Rows of a real head of Ray 2.53.
const recorded = taskFailuresAnswer
  .parse(JSON.parse(readFileSync('test/fixtures/ray-api/failed-tasks.json', 'utf8')))
  .data.result.result.map(taskFailure);
const nodeId = '4889f4ddee2b9b16ba1d319d1ef72559a3e103ba87413540697a4571';
const [short, long, flaky, flakyAgain, killed, constructor] = recorded;
const row = (parts: object): TaskFailure =>
  taskFailure(
    taskFailureRow.parse({ task_id: 'aa', attempt_number: 0, name: 'f', state: 'FAILED', ...parts }),
  );

describe('A failed attempt', () => {
  it('has name, time, node, pid and the error in Ray’s words', () => {
    expect(short).toEqual({
      taskId: '16310a0f0a45af5cffffffffffffffffffffffff01000000',
      attempt: 0,
      name: 'train_step',
      errorType: 'TASK_EXECUTION_EXCEPTION',
      error:
        'ray::train_step() (pid=30560, ip=192.0.2.2)\n  File "<string>", line 11, in train_step\nValueError: no 1',
      isWhole: true,
      pid: 30_560,
      nodeId,
      endedAt: 1_795_248_092_463,
    });
  });

  it('has its whole traceback, where Ray’s words are only the end of it', () => {
    expect(long?.error).toMatch(/^Traceback \(most recent call last\):\n/);
    expect(long?.error).toContain('ValueError: zzz');
    expect(long?.isWhole).toBe(true);
  });

  it('is told for each retry, the last one before its process reported', () => {
    expect([flaky, flakyAgain]).toMatchObject([
      { attempt: 0, isWhole: true, pid: 30_560 },
      { attempt: 1, isWhole: true, pid: 30_560 },
    ]);
  });

  it('whose process died has no pid, and nothing more to wait for', () => {
    expect(killed).toMatchObject({ errorType: 'WORKER_DIED', pid: null, nodeId, isWhole: true });
  });

  it('of a constructor has its error once, and no node', () => {
    expect(constructor).toMatchObject({ name: 'Model.__init__', nodeId: null, pid: 30_559, isWhole: true });
    expect(constructor?.error).toMatch(/^ray::Model\.__init__\(\) /);
    expect(constructor?.error.match(/OSError: no model/g)).toHaveLength(1);
    expect(constructor?.error).not.toContain('System error');
  });

  it('waits for what is still to be reported: a pid, or the beginning of a cut error', () => {
    const error_type = 'TASK_EXECUTION_EXCEPTION';
    expect(row({ error_type, error_message: 'User exception:\nValueError: x' }).isWhole).toBe(false);
    const cut = { error_type, error_message: `User exception:\n${'x'.repeat(500)}`, worker_pid: 7 };
    expect(row(cut)).toMatchObject({ isWhole: false, error: 'x'.repeat(500) });
  });

  it('is read without what Ray left out or wrote otherwise', () => {
    const strange = { error_message: null, profiling_data: { events: 'none' }, error_type: null };
    expect(row(strange)).toMatchObject({ error: '', errorType: '', pid: null, nodeId: null, endedAt: null });
    expect(taskFailureRow.safeParse({ task_id: 7 }).success).toBe(false);
  });
});
