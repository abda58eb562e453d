import { z } from 'zod';
import { failedAttemptRow, taskFailureRow } from './task-failure';

// What the dashboard of Ray 2.53 answers, as far as it is read; recordings in test/fixtures/ray-api.

const resources = z.record(z.string(), z.number()).nullish();

/** The state API's envelope. */
const stateAnswer = <T extends z.ZodType>(row: T) =>
  z.object({
    result: z.literal(true),
    data: z.object({ result: z.object({ result: z.array(row) }) }),
  });

export const tasksAnswer = stateAnswer(
  z.object({
    task_id: z.string(),
    name: z.string(),
    type: z.string(),
    actor_id: z.string().nullish(),
    worker_pid: z.number().nullish(),
    start_time_ms: z.number().nullish(),
    required_resources: resources,
  }),
);

export const failedAttemptsAnswer = stateAnswer(failedAttemptRow);
export const taskFailuresAnswer = stateAnswer(taskFailureRow);

export const actorsAnswer = stateAnswer(
  z.object({
    actor_id: z.string(),
    class_name: z.string(),
    name: z.string().nullish(),
    state: z.string(),
    node_id: z.string().nullish(),
    pid: z.number().nullish(),
    required_resources: resources,
  }),
);

export const authenticationModeAnswer = z.object({
  authentication_mode: z.enum(['disabled', 'token', 'k8s']),
});
export const versionAnswer = z.object({ ray_version: z.string() });
export const jobSubmittedAnswer = z.object({ submission_id: z.string() });
export const jobAnswer = z.object({
  submission_id: z.string(),
  status: z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
  message: z.string().nullish(),
});
export const jobLogsAnswer = z.object({ logs: z.string() });
