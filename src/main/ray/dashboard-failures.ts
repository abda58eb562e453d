import type { DashboardState } from './dashboard-state';
import { taskFailure, type FailedAttempt, type TaskFailure } from './task-failure';

/** What failed, as a head's dashboard keeps it. Rejects as the dashboard does. */
export interface DashboardFailures {
  /**
   * Attempts that failed on the node, in no order: of the newest 10,000 failures of the cluster. Up to 1 s old. An actor's constructor is not
   * among them. Takes 0.3 ms for each failure that the cluster keeps.
   */
  failedAttempts(nodeId: string): Promise<FailedAttempt[]>;
  /** Constructors of actors that failed on the node. Their rows don't say where they ran; the dead actors' do. */
  failedConstructors(nodeId: string): Promise<FailedAttempt[]>;
  /** Those attempts of a task that failed, wherever they ran, with their errors. */
  failures(taskId: string): Promise<TaskFailure[]>;
}

const placesAtOnce = 16;

export function dashboardFailures(
  state: Pick<DashboardState, 'failed' | 'failures' | 'actors'>,
): DashboardFailures {
  /** Where actors died whose constructor failed; such an actor is not started anew. */
  const places = new Map<string, string | null>();

  async function learnPlaces(actorIds: readonly string[]): Promise<void> {
    const listed = new Set(actorIds);
    for (const id of places.keys()) if (!listed.has(id)) places.delete(id);
    const unknown = actorIds.filter((id) => !places.has(id)).slice(0, placesAtOnce);
    const found = await Promise.all(unknown.map((id) => state.actors({ actor_id: id })));
    for (const [index, id] of unknown.entries()) {
      const row = found[index]?.[0];
      // The head marks an actor dead a moment after its constructor failed.
      if (row === undefined || row.state === 'DEAD') places.set(id, row?.node_id ?? null);
    }
  }

  return {
    async failedAttempts(nodeId) {
      return (await state.failed({ node_id: nodeId })).map(attemptOf);
    },

    async failedConstructors(nodeId) {
      const rows = await state.failed({ type: 'ACTOR_CREATION_TASK' });
      await learnPlaces(rows.flatMap(({ actor_id }) => actor_id ?? []));
      return rows.filter(({ actor_id }) => actor_id && places.get(actor_id) === nodeId).map(attemptOf);
    },

    async failures(taskId) {
      return (await state.failures(taskId)).map(taskFailure);
    },
  };
}

const attemptOf = (row: { task_id: string; attempt_number: number }): FailedAttempt => ({
  taskId: row.task_id,
  attempt: row.attempt_number,
});
