import type { Snapshot, TaskRow } from '../snapshot';
import { formatCount } from './format';

/** What the owner calls the machine: "this Mac", elsewhere "this computer". */
export function thisComputer(platform: string): string {
  return platform === 'darwin' ? 'this Mac' : 'this computer';
}

/** The cluster as it stands in a sentence: "lab", or "the local cluster" for the one that Raybar runs itself. */
export function clusterName(cluster: Snapshot['cluster']): string {
  if (cluster.kind === 'embedded') return 'the local cluster';
  return cluster.kind === 'address' && cluster.name.trim() !== '' ? cluster.name : 'the cluster';
}

/** A task's name for a list; Ray knows some only by their process. */
export function taskName(task: TaskRow): string {
  if (task.name.trim() !== '') return task.name;
  return task.pid === null ? `unnamed ${task.kind}` : `process ${task.pid}`;
}

/** "no tasks", "1 task", "2 tasks". */
export function countTasks(count: number): string {
  return count === 0 ? 'no tasks' : formatCount(count, 'task');
}

/** What is left of a drain: "1 of 2 tasks left", "1 idle actor left", "no task left". */
export function tasksLeft(tasks: readonly TaskRow[], tasksAtStart?: number): string {
  const busy = tasks.filter((task) => task.busy).length;
  if (busy > 0) {
    const known = tasksAtStart !== undefined && tasksAtStart > busy;
    return known
      ? `${busy} of ${formatCount(tasksAtStart, 'task')} left`
      : `${formatCount(busy, 'task')} left`;
  }
  return tasks.length > 0 ? `${formatCount(tasks.length, 'idle actor')} left` : 'no task left';
}
