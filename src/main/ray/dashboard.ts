import type { z } from 'zod';
import { RaybarFailure } from '../../shared/errors';
import {
  authenticationModeAnswer,
  jobAnswer,
  jobLogsAnswer,
  jobSubmittedAnswer,
  versionAnswer,
} from './dashboard-answers';
import { dashboardFailures, type DashboardFailures } from './dashboard-failures';
import { openDashboardConnection, type DashboardAnswer, type DashboardRequest } from './dashboard-request';
import { dashboardState } from './dashboard-state';

/** A task that runs on a node, as the dashboard tells it. */
export interface DashboardTask {
  taskId: string;
  name: string;
  pid: number | null;
  startedAt: number | null;
  resources: Record<string, number> | null;
}

export interface DashboardActor {
  actorId: string;
  className: string;
  /** The name that it was given, else "". */
  name: string;
  state: string;
  pid: number | null;
  /** When its constructor began; null where the head has forgotten that. */
  startedAt: number | null;
  resources: Record<string, number> | null;
}

export type JobStatus = 'PENDING' | 'RUNNING' | 'STOPPED' | 'SUCCEEDED' | 'FAILED';

export interface DashboardJob {
  submissionId: string;
  status: JobStatus;
  message: string | null;
}

/**
 * A head's dashboard over REST. Failures are RaybarFailures: dashboard-unreachable, token-missing, token-wrong,
 * job-failed (a job that the head refuses or does not know).
 */
export interface Dashboard extends DashboardFailures {
  readonly url: string;
  /** Needs no token. */
  authenticationMode(): Promise<'disabled' | 'token' | 'k8s'>;
  version(): Promise<{ rayVersion: string }>;
  /** Plain tasks that run on the node now; what an actor does is the actor's. About 1 s old. */
  runningTasks(nodeId: string): Promise<DashboardTask[]>;
  /** Actors that live on the node now. */
  actors(nodeId: string): Promise<DashboardActor[]>;
  /** Answers with the submission id. `entrypoint` is run by a shell on the head. */
  submitJob(job: { entrypoint: string; metadata: Record<string, string> }): Promise<string>;
  job(submissionId: string): Promise<DashboardJob>;
  jobLogs(submissionId: string): Promise<string>;
  stopJob(submissionId: string): Promise<void>;
  close(): void;
}

export interface DashboardOptions {
  /** http://host:port or https://host[/path]. */
  url: string;
  token: () => Promise<string | null>;
  /** How long one answer may take, in ms. */
  timeLimitMs: number;
}

/** An actor's creation task has the actor's id after 8 bytes of ones (TaskID::ForActorCreationTask). */
const creationTaskPrefix = 'f'.repeat(16);
const startsAtOnce = 8;

/** What a head publishes is host:port; what the settings name is a whole URL. */
export const dashboardUrl = (address: string): string =>
  address.includes('://') ? address : `http://${address}`;

export function createDashboard({ url, token, timeLimitMs }: DashboardOptions): Dashboard {
  const connection = openDashboardConnection(url, token, timeLimitMs);

  async function ask<S extends z.ZodType>(
    request: DashboardRequest,
    answer: S,
    refuse?: (answer: DashboardAnswer) => RaybarFailure,
  ): Promise<z.output<S>> {
    const { status, text } = await connection.request(request);
    if (status < 200 || status >= 300) {
      throw (
        refuse?.({ status, text }) ??
        connection.unreachable(request.path, `It answered with HTTP ${status}: ${firstLine(text)}`)
      );
    }
    const parsed = answer.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw connection.unreachable(request.path, 'Its answer has an unknown form.', parsed.error);
  }

  const get = <S extends z.ZodType>(path: string, answer: S) => ask({ method: 'GET', path }, answer);

  const state = dashboardState(ask);

  /** When actors began. It never changes, so each is asked for once. */
  const actorStarts = new Map<string, number>();

  /** An actor's row has no time; the task that made it has, and its id follows from the actor's. */
  async function learnStarts(actorIds: readonly string[]): Promise<void> {
    const unknown = actorIds.filter((id) => !actorStarts.has(id)).slice(0, startsAtOnce);
    const found = await Promise.all(
      unknown.map((id) => state.tasks({ task_id: `${creationTaskPrefix}${id}` })),
    );
    for (const { actor_id, start_time_ms } of found.flat()) {
      if (actor_id && start_time_ms) actorStarts.set(actor_id, start_time_ms);
    }
  }

  const jobPath = (submissionId: string) => `/api/jobs/${encodeURIComponent(submissionId)}`;
  const unknownJob =
    (submissionId: string) =>
    ({ text }: DashboardAnswer) =>
      jobFailed(`Asked for the job ${submissionId}`, firstLine(text));

  return {
    url,

    async authenticationMode() {
      const path = '/api/authentication_mode';
      const answer = await ask({ method: 'GET', path, withToken: false }, authenticationModeAnswer);
      return answer.authentication_mode;
    },

    async version() {
      return { rayVersion: (await get('/api/version', versionAnswer)).ray_version };
    },

    async runningTasks(nodeId) {
      const rows = await state.tasks({ node_id: nodeId, state: 'RUNNING', type: 'NORMAL_TASK' });
      return rows.map((row) => ({
        taskId: row.task_id,
        name: row.name,
        pid: row.worker_pid ?? null,
        startedAt: row.start_time_ms ?? null,
        resources: row.required_resources ?? null,
      }));
    },

    async actors(nodeId) {
      const rows = await state.actors({ node_id: nodeId, state: 'ALIVE' });
      await learnStarts(rows.map((row) => row.actor_id));
      return rows.map((row) => ({
        actorId: row.actor_id,
        className: row.class_name,
        name: row.name ?? '',
        state: row.state,
        pid: row.pid || null,
        startedAt: actorStarts.get(row.actor_id) ?? null,
        resources: row.required_resources ?? null,
      }));
    },

    ...dashboardFailures(state),

    async submitJob(job) {
      const answer = await ask(
        { method: 'POST', path: '/api/jobs/', body: job },
        jobSubmittedAnswer,
        ({ text }) => jobFailed(`Submitted a job to the dashboard at ${url}`, firstLine(text)),
      );
      return answer.submission_id;
    },

    async job(submissionId) {
      const request = { method: 'GET', path: jobPath(submissionId) } as const;
      const answer = await ask(request, jobAnswer, unknownJob(submissionId));
      return { submissionId, status: answer.status, message: answer.message ?? null };
    },

    async jobLogs(submissionId) {
      const request = { method: 'GET', path: `${jobPath(submissionId)}/logs` } as const;
      return (await ask(request, jobLogsAnswer, unknownJob(submissionId))).logs;
    },

    async stopJob(submissionId) {
      const path = `${jobPath(submissionId)}/stop`;
      const answer = await connection.request({ method: 'POST', path });
      if (answer.status >= 400) throw unknownJob(submissionId)(answer);
    },

    close: () => connection.close(),
  };
}

function jobFailed(tried: string, found: string): RaybarFailure {
  return new RaybarFailure({
    code: 'job-failed',
    tried,
    found: found === '' ? 'The head refused it without a word.' : found,
    fixes: ['Look at the Ray dashboard’s job page.'],
    retryable: false,
  });
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
