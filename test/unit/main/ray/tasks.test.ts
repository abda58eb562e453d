import { expect, test } from 'vitest';
import { unknownUse } from '../../../../src/shared/telemetry';
import type { DashboardActor, DashboardTask } from '../../../../src/main/ray/dashboard';
import { taskRows } from '../../../../src/main/ray/tasks';
import { readWorkerTitle, type RayWorker } from '../../../../src/main/ray/worker-title';

const worker = (pid: number, title: string, parts: Partial<RayWorker> = {}): RayWorker => {
  const found = readWorkerTitle(pid, title);
  if (found === null) throw new Error(`${title} is no worker`);
  return { ...found, ...parts };
};
const task = (pid: number, name: string, startedAt: number): DashboardTask => ({
  taskId: `task-${pid}`,
  name,
  pid,
  startedAt,
  resources: { CPU: 1 },
});
const actor = (pid: number, className: string, startedAt: number): DashboardActor => ({
  actorId: `actor-${pid}`,
  className,
  name: '',
  state: 'ALIVE',
  pid,
  startedAt,
  resources: { GPU: 0.95 },
});

test('rows are joined by pid, oldest first', () => {
  const rows = taskRows([worker(1, 'ray::train_step'), worker(2, 'ray::Model.predict')], {
    tasks: [task(1, 'train_step', 2_000)],
    actors: [actor(2, 'Model', 1_000)],
  });
  expect(rows).toEqual([
    {
      id: 'actor-2',
      kind: 'actor',
      name: 'Model',
      pid: 2,
      busy: true,
      startedAt: 1_000,
      resources: { GPU: 0.95 },
      use: unknownUse,
    },
    {
      id: 'task-1',
      kind: 'task',
      name: 'train_step',
      pid: 1,
      busy: true,
      startedAt: 2_000,
      resources: { CPU: 1 },
      use: unknownUse,
    },
  ]);
});

test('without a dashboard the processes alone are shown', () => {
  const rows = taskRows([worker(1, 'ray::train_step'), worker(3, 'ray::IDLE')], null);
  expect(rows).toEqual([
    {
      id: 'pid:1',
      kind: 'task',
      name: 'train_step',
      pid: 1,
      busy: true,
      startedAt: null,
      resources: null,
      use: unknownUse,
    },
  ]);
});

test('what the raylet said is shown without a dashboard, too', () => {
  const sure = { sure: true, actorId: 'abc', resources: { gpu_apple_mps: 1 } };
  const [row] = taskRows([worker(1, 'ray::Model', sure)], null);
  expect(row).toMatchObject({ id: 'abc', kind: 'actor', resources: { gpu_apple_mps: 1 } });
});

test('a process that took up another task since is not given the old one’s age', () => {
  const rows = taskRows([worker(1, 'ray::next')], { tasks: [task(1, 'before', 5)], actors: [] });
  expect(rows).toMatchObject([{ id: 'pid:1', name: 'next', startedAt: null }]);
});

test('a waiting actor of a class without a capital is known by the dashboard’s word', () => {
  const rows = taskRows([worker(1, 'ray::lower')], { tasks: [], actors: [actor(1, 'lower', 5)] });
  expect(rows).toMatchObject([{ kind: 'actor', busy: false }]);
});

test('a row of the dashboard without a process here is not shown', () => {
  expect(taskRows([], { tasks: [task(1, 'gone', 5)], actors: [actor(2, 'Gone', 5)] })).toEqual([]);
});

test('unknown ages come last', () => {
  const rows = taskRows([worker(1, 'ray::a'), worker(2, 'ray::b')], { tasks: [task(2, 'b', 9)], actors: [] });
  expect(rows.map(({ pid }) => pid)).toEqual([2, 1]);
});
