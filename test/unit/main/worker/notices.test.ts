import { describe, expect, it } from 'vitest';
import { nextNotices, quietMemory, type NoticeMemory } from '../../../../src/main/worker/notices';
import type { Notice } from '../../../../src/shared/notices';
import type { WorkerState } from '../../../../src/shared/worker-state';
import { headline } from '../../../../src/shared/view/headline';
import { exampleNow, exampleSnapshot, exampleWorkerStates as states } from '../../../support/snapshots';

/** Plays worker states one after the other and answers with the notices they made. */
function told(
  steps: { worker: WorkerState; afterMs?: number; wanted?: boolean; busyTasks?: number }[],
): Notice[] {
  let memory: NoticeMemory = quietMemory;
  let now = 0;
  return steps.flatMap(({ worker, afterMs = 100, wanted = true, busyTasks = 0 }) => {
    now += afterMs;
    const step = nextNotices(memory, { worker, wanted, busyTasks, clusterName: 'lab', now });
    memory = step.memory;
    return step.notices;
  });
}

const { off, preparing, joining, contributing, lost, draining, leaving, backoff, failed } = states;
const ids = (notices: Notice[]): string[] => notices.map((notice) => notice.id);
const failing: WorkerState = { ...leaving, why: 'failure' };
const joined = [{ worker: preparing }, { worker: joining }, { worker: contributing }];

describe('The notices of a worker', () => {
  it('say joined once', () => {
    expect(ids(told([...joined, { worker: contributing }, { worker: contributing }]))).toEqual(['joined']);
  });

  it('say nothing of a worker that was taken over: nothing changed for the owner', () => {
    const adopted: WorkerState = { ...contributing, adopted: true };
    expect(told([{ worker: joining }, { worker: adopted }])).toEqual([]);
  });

  it('say lost once an outage lasts, once for each outage, and rejoined when it is over', () => {
    const outage = [{ worker: lost }, { worker: lost, afterMs: 5_000 }, { worker: lost, afterMs: 60_000 }];
    expect(ids(told([...joined, ...outage, { worker: contributing }]))).toEqual([
      'joined',
      'lost',
      'rejoined',
    ]);
    expect(ids(told([...joined, ...outage, { worker: contributing }, ...outage]))).toEqual([
      'joined',
      'lost',
      'rejoined',
      'lost',
    ]);
  });

  it('say nothing of an outage that healed within the grace', () => {
    expect(ids(told([...joined, { worker: lost }, { worker: contributing, afterMs: 4_000 }]))).toEqual([
      'joined',
    ]);
  });

  it('count one outage over lost, leaving, backoff and joining again', () => {
    const steps = [
      { worker: lost },
      { worker: lost, afterMs: 6_000 },
      { worker: failing },
      { worker: backoff },
      { worker: preparing },
      { worker: backoff },
      { worker: preparing },
      { worker: joining },
      { worker: contributing },
    ];
    expect(ids(told([...joined, ...steps]))).toEqual(['joined', 'lost', 'rejoined']);
  });

  it('say failed with the way to the logs', () => {
    const notices = told([...joined, { worker: failing }, { worker: failed }]);
    expect(notices.at(-1)).toMatchObject({
      id: 'failed',
      // As the popover and the menu call it.
      title: headline(exampleSnapshot('failed'), exampleNow).title,
      body: failed.error.found,
      action: 'open-logs',
    });
  });

  it('say that a drain the owner asked for is done, and what became of the tasks', () => {
    const ends = { ...draining, deadlineAt: 1_000 };
    const leave = (busyTasks: number, afterMs = 1_000, tasksAtStart = busyTasks) => [
      { worker: { ...ends, tasksAtStart }, wanted: false, busyTasks },
      { worker: leaving, wanted: false, afterMs },
      { worker: off, wanted: false },
    ];
    expect(told([...joined, ...leave(0, 1_000, 1)]).at(-1)).toMatchObject({
      id: 'drain-done',
      body: 'Every task that ran here had ended.',
    });
    expect(told([...joined, ...leave(0)]).at(-1)?.body).toBe('No task was running here.');
    // Of two leaves each is told by itself.
    expect(told([...joined, ...leave(2), ...joined, ...leave(0)]).at(-1)?.body).toBe(
      'No task was running here.',
    );
    expect(told([...joined, ...leave(2)]).at(-1)?.body).toContain('2 tasks were still running');
    // Gone before the deadline: by itself, after its tasks.
    expect(told([...joined, ...leave(2, 100)]).at(-1)?.body).toBe('Every task that ran here had ended.');
  });

  it('say nothing when the worker leaves for a sleep or a quit', () => {
    const asleep: WorkerState = { ...draining, why: 'sleep' };
    expect(ids(told([...joined, { worker: asleep, wanted: false }, { worker: off, wanted: false }]))).toEqual(
      ['joined'],
    );
  });
});
