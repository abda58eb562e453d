import { expect, test } from 'vitest';
import { refineWorker } from '../../../../src/main/ray/worker-watch';
import { readWorkerTitle, type RayWorker } from '../../../../src/main/ray/worker-title';

const read = (command: string) => {
  const worker = readWorkerTitle(7, command);
  return worker && [worker.kind, worker.name, worker.busy ? 'busy' : 'quiet', worker.sure ? 'sure' : 'guess'];
};

// Titles as Ray 2.53 sets them.
test.each([
  ['ray::IDLE', ['idle', '', 'quiet', 'sure']],
  ['ray::IDLE_SpillWorker', ['idle', '', 'quiet', 'sure']],
  ['ray::train_step', ['task', 'train_step', 'busy', 'guess']],
  ['ray::my task: x', ['task', 'my task: x', 'busy', 'guess']],
  ['ray::LLMDeployment', ['actor', 'LLMDeployment', 'quiet', 'guess']],
  ['ray::LLMDeployment.predict', ['actor', 'LLMDeployment', 'busy', 'guess']],
  ['ray::Model.__init__', ['actor', 'Model', 'busy', 'guess']],
  ['/usr/bin/python -c pass', null],
  ['grep ray::IDLE', null],
])('%s', (command, expected) => {
  expect(read(command)).toEqual(expected);
});

const worker = (command: string): RayWorker => {
  const found = readWorkerTitle(7, command);
  if (found === null) throw new Error('no worker');
  return found;
};
const stats = { pid: 7, actorId: null, runningTasks: 0, queuedTasks: 0, resources: { CPU: 1 } };
const actorId = 'de997c735239ef7a9408660501000000';

test('a function with a capital is a running task by the raylet’s word', () => {
  const refined = refineWorker(worker('ray::Capital'), { ...stats, runningTasks: 1 });
  expect(refined).toMatchObject({
    kind: 'task',
    name: 'Capital',
    busy: true,
    sure: true,
    resources: { CPU: 1 },
  });
});

test('a task is at work as long as its title stands, though the raylet was asked between it and one of the same name', () => {
  const refined = refineWorker(worker('ray::train_step'), { ...stats, runningTasks: 0 });
  expect(refined).toMatchObject({ kind: 'task', busy: true, sure: true });
});

test('a class without one is a waiting actor by the raylet’s word', () => {
  const refined = refineWorker(worker('ray::lower_idle'), { ...stats, actorId });
  expect(refined).toMatchObject({ kind: 'actor', name: 'lower_idle', busy: false, sure: true, actorId });
});

test('a task that was given a name like a method keeps all of it', () => {
  const refined = refineWorker(worker('ray::epoch.3'), { ...stats, runningTasks: 1 });
  expect(refined).toMatchObject({ kind: 'task', name: 'epoch.3', busy: true });
});

test('an actor with calls that wait for it is not idle', () => {
  expect(refineWorker(worker('ray::Model'), { ...stats, actorId, queuedTasks: 3 }).busy).toBe(true);
});
