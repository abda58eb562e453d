import { describe, expect, it } from 'vitest';
import { leavingStage, tellLeaving } from '../../../../src/main/shell/leaving-words';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

const [task] = exampleSnapshot('contributing').tasks;
if (task === undefined) throw new Error('the example has a task');
const embedded: Snapshot['cluster'] = { ...exampleSnapshot('off').cluster, kind: 'embedded' };
const draining = (tasks: Snapshot['tasks'], leftMs: number): Snapshot =>
  exampleSnapshot('draining', {
    tasks,
    worker: { ...exampleWorkerStates.draining, why: 'quit', deadlineAt: exampleNow + leftMs },
  });

describe('what leaving waits for', () => {
  it.each([
    [
      'tasks, with their time',
      draining([task, { ...task, id: 'other', pid: 2 }], 8_200),
      'Leaving lab: 2 tasks have up to 9 s to end.',
    ],
    [
      'a task whose longer drain is about to be hurried',
      draining([task], 500_000),
      'Leaving lab: 1 task has up to 15 s to end.',
    ],
    [
      'nothing but the drain, with an idle actor',
      draining([{ ...task, busy: false }], 9_000),
      'Leaving lab: no task runs here.',
    ],
    ['nothing of a worker that was not started', exampleSnapshot('preparing'), 'Joining is called off.'],
    ['the end of a join half way', exampleSnapshot('joining'), 'Ray’s worker ends.'],
    ['the cluster of its own', exampleSnapshot('off', { cluster: embedded }), 'The local cluster ends.'],
    ['nothing', exampleSnapshot('off'), ''],
  ])('is %s', (_, snapshot, words) => {
    expect(leavingStage(snapshot, exampleNow).words).toBe(words);
  });

  it('is told once for each change, and the way to hurry once', () => {
    const told: string[] = [];
    let changed: (snapshot: Snapshot) => void = () => undefined;
    let stopped = false;
    const stop = tellLeaving(
      {
        snapshot: () => exampleSnapshot('contributing', { cluster: embedded }),
        subscribe(listener) {
          changed = listener;
          return () => (stopped = true);
        },
        tell: (line) => told.push(line),
      },
      'Ctrl-C again hurries.',
    );
    changed(exampleSnapshot('draining', { cluster: embedded }));
    changed(exampleSnapshot('leaving', { cluster: embedded }));
    changed(exampleSnapshot('off', { cluster: embedded }));
    expect(told).toEqual([
      'Leaving the local cluster: 1 task has up to 15 s to end. Ctrl-C again hurries.',
      'Ray’s worker ends.',
      'The local cluster ends.',
    ]);
    stop();
    expect(stopped).toBe(true);
  });
});
