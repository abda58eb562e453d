import type { TaskRow } from '../../shared/snapshot';
import { unknownUse } from '../../shared/telemetry';
import type { DashboardActor, DashboardTask } from './dashboard';
import { actorInMethod, type RayWorker } from './worker-title';

/** What the dashboard told last, or null where it does not answer. */
export interface DashboardRows {
  tasks: readonly DashboardTask[];
  actors: readonly DashboardActor[];
}

/**
 * Pure: the processes say what runs now, the dashboard says since when (about 1 s old); rows are joined by pid. What the dashboard
 * tells of a process that does something else by now is left out. Oldest first, unknown ages last.
 */
export function taskRows(workers: readonly RayWorker[], dashboard: DashboardRows | null): TaskRow[] {
  const actors = new Map(dashboard?.actors.map((actor) => [actor.pid, actor]));
  const tasks = new Map(dashboard?.tasks.map((task) => [task.pid, task]));
  return workers
    .filter(({ kind }) => kind !== 'idle')
    .map((worker) => {
      const actor = actors.get(worker.pid);
      if (actor !== undefined && (worker.kind === 'actor' || !worker.sure)) return actorRow(worker, actor);
      const task = tasks.get(worker.pid);
      if (task?.name === worker.name && !(worker.sure && worker.kind === 'actor'))
        return taskRow(worker, task);
      return plainRow(worker);
    })
    .sort(byAge);
}

function actorRow(worker: RayWorker, actor: DashboardActor): TaskRow {
  return {
    ...plainRow(worker),
    id: actor.actorId,
    kind: 'actor',
    name: actor.className,
    busy: worker.sure ? worker.busy : actorInMethod(worker.title) !== null,
    startedAt: actor.startedAt,
    resources: worker.resources ?? actor.resources,
  };
}

function taskRow(worker: RayWorker, task: DashboardTask): TaskRow {
  return {
    ...plainRow(worker),
    id: task.taskId,
    kind: 'task',
    busy: true,
    startedAt: task.startedAt,
    resources: worker.resources ?? task.resources,
  };
}

function plainRow({ pid, kind, name, busy, actorId, resources }: RayWorker): TaskRow {
  const id = actorId ?? `pid:${pid}`;
  return {
    id,
    kind: kind === 'actor' ? 'actor' : 'task',
    name,
    pid,
    busy,
    startedAt: null,
    resources,
    use: unknownUse,
  };
}

function byAge(one: TaskRow, other: TaskRow): number {
  const age = (row: TaskRow) => row.startedAt ?? Number.POSITIVE_INFINITY;
  if (age(one) === age(other)) return (one.pid ?? 0) - (other.pid ?? 0);
  return age(one) - age(other);
}
