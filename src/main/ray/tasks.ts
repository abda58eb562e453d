import type { TaskRow } from '../../shared/snapshot';
import type { DashboardActor, DashboardTask } from './dashboard';
import type { RayWorker } from './worker-tree';

/** What the dashboard told last, or null where it does not answer. */
export interface DashboardRows {
  tasks: readonly DashboardTask[];
  actors: readonly DashboardActor[];
}

/**
 * Pure: the processes say what runs now (0.01 s fresh), the dashboard says since when and with which resources (about 1 s old); rows
 * are joined by pid. Oldest first, unknown ages last.
 */
export declare function taskRows(workers: readonly RayWorker[], dashboard: DashboardRows | null): TaskRow[];
