import type { z } from 'zod';
import { actorsAnswer, failedAttemptsAnswer, taskFailuresAnswer, tasksAnswer } from './dashboard-answers';
import type { DashboardRequest } from './dashboard-request';

/** Asks a dashboard one question; rejects with a RaybarFailure, also where the answer is not of this form. */
export type AskDashboard = <S extends z.ZodType>(
  request: DashboardRequest,
  answer: S,
) => Promise<z.output<S>>;

/** Rows are asked for with their node and state, so few are ever sent; this bounds a node that runs thousands. */
const rowLimit = 1_000;
/** What the dashboard gives at most (RAY_MAX_LIMIT_FROM_API_SERVER). Rows come by task id: with fewer, new ones could be hidden behind old ones. */
const failedLimit = 10_000;
/** So many take 3 s to be listed, and longer at a busy head. */
const failedTimeLimitMs = 15_000;

/** Ray's state API: rows of tasks and actors, by filters of equality. */
export function dashboardState(ask: AskDashboard) {
  const get = async <S extends z.ZodType>(path: string, answer: S) => ask({ method: 'GET', path }, answer);
  return {
    async tasks(filters: Record<string, string>) {
      return (await get(`/api/v0/tasks?${stateQuery(filters)}`, tasksAnswer)).data.result.result;
    },

    async actors(filters: Record<string, string>) {
      return (await get(`/api/v0/actors?${stateQuery(filters)}`, actorsAnswer)).data.result.result;
    },

    /** Failed attempts without their errors: a tenth of the bytes. */
    async failed(filters: Record<string, string>) {
      const query = stateQuery({ ...filters, state: 'FAILED' }, { detail: '0', limit: failedLimit });
      const path = `/api/v0/tasks?${query}`;
      const request = { method: 'GET', path, timeLimitMs: failedTimeLimitMs } as const;
      return (await ask(request, failedAttemptsAnswer)).data.result.result;
    },

    async failures(taskId: string) {
      const path = `/api/v0/tasks?${stateQuery({ task_id: taskId, state: 'FAILED' })}`;
      return (await get(path, taskFailuresAnswer)).data.result.result;
    },
  };
}

export type DashboardState = ReturnType<typeof dashboardState>;

/** The state API takes each filter as three lists of equal length. */
function stateQuery(
  filters: Record<string, string>,
  { detail, limit } = { detail: '1', limit: rowLimit },
): string {
  const query = new URLSearchParams({ detail, limit: String(limit) });
  for (const [key, value] of Object.entries(filters)) {
    query.append('filter_keys', key);
    query.append('filter_predicates', '=');
    query.append('filter_values', value);
  }
  return query.toString();
}
