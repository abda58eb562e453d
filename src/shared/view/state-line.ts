import type { Snapshot } from '../snapshot';
import type { Place } from './format';
import { headline } from './headline';
import { countTasks, tasksLeft } from './words';

/**
 * The state in one line, for the tray's tooltip and the menu's first row: "Contributing to lab · 2 tasks". It holds no
 * seconds: a menu that stands open is not drawn anew.
 */
export function stateLine(snapshot: Snapshot, now: number, place: Place = {}): string {
  const { title } = headline(snapshot, now, place);
  const { cluster, worker } = snapshot;
  switch (worker.kind) {
    case 'contributing':
      return `${title} · ${countTasks(snapshot.tasks.length)}`;
    case 'draining':
      return `${title} · ${tasksLeft(snapshot.tasks, worker.tasksAtStart)}`;
    case 'backoff':
    case 'lost':
      return `${title} · trying again`;
    case 'failed':
      return `${title} · gave up`;
    case 'off':
      return cluster.kind === 'none' ? 'No cluster yet' : title;
    default:
      return title;
  }
}
