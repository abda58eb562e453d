import { z } from 'zod';

/** An attempt that failed, as the dashboard's short rows tell it. */
export interface FailedAttempt {
  taskId: string;
  /** From 0: each retry is an attempt of its own. */
  attempt: number;
}

/** Why an attempt failed. Ray writes it to no file on the machine where it ran. */
export interface TaskFailure extends FailedAttempt {
  /** "train_step", "Trainer.step", "Trainer.__init__". */
  name: string;
  /** Ray's word: TASK_EXECUTION_EXCEPTION for what the task's own code raised, WORKER_DIED, ACTOR_DIED, … */
  errorType: string;
  /** The traceback, or Ray's own words; "" where it has none. */
  error: string;
  /** False: the process that ran it has not reported its part yet, and `error` may begin in the middle. */
  isWhole: boolean;
  pid: number | null;
  nodeId: string | null;
  /** By the clock of the machine that called the task, ms since the epoch. */
  endedAt: number | null;
}

/** Ray keeps this much of an exception's end (ray_constants.MAX_APPLICATION_ERROR_LEN), behind a line of its own. */
const keptErrorCharacters = 500;
const prefix = /^(?:CreationTaskError: )?User exception:\n/;
/** Behind a constructor's exception the same is told again. */
const again = '\n\nSystem error:\n';
/** An exception of the task's own code. */
export const taskException = 'TASK_EXECUTION_EXCEPTION';

const profileEvent = z.object({
  event_name: z.string(),
  extra_data: z.object({ traceback: z.string().optional() }).catch({}),
});

export const failedAttemptRow = z.object({
  task_id: z.string(),
  attempt_number: z.number().int(),
  actor_id: z.string().nullish(),
});

export const taskFailureRow = failedAttemptRow.extend({
  name: z.string(),
  state: z.string(),
  error_type: z.string().nullish(),
  error_message: z.string().nullish(),
  worker_pid: z.number().int().nullish(),
  node_id: z.string().nullish(),
  end_time_ms: z.number().nullish(),
  profiling_data: z
    .object({ events: z.array(profileEvent).catch([]) })
    .nullish()
    .catch(null),
});

/**
 * Pure. Two processes tell of a failure, each once a second: who called the task says that it failed, with the last 500 characters of the error; who ran it adds its pid and,
 * among its profile's events, the whole traceback. For an exception both are worth waiting for.
 */
export function taskFailure(row: z.output<typeof taskFailureRow>): TaskFailure {
  const message = row.error_message ?? '';
  const kept = prefix.test(message) ? (message.replace(prefix, '').split(again)[0] ?? '') : message;
  const traceback = row.profiling_data?.events.find(
    ({ event_name, extra_data }) => event_name === 'task:execute' && extra_data.traceback,
  )?.extra_data.traceback;
  const isCut = kept.length >= keptErrorCharacters;
  const errorType = row.error_type ?? '';
  const pid = row.worker_pid ?? pidIn(kept);
  return {
    taskId: row.task_id,
    attempt: row.attempt_number,
    name: row.name,
    errorType,
    error: isCut && traceback !== undefined ? traceback : kept,
    isWhole: errorType !== taskException || (pid !== null && (!isCut || traceback !== undefined)),
    pid,
    nodeId: row.node_id ?? null,
    endedAt: row.end_time_ms ?? null,
  };
}

/** "ray::train_step() (pid=4711, ip=10.0.0.5)" */
function pidIn(error: string): number | null {
  const found = /^ray::.+\(\) \(pid=(\d{1,10})[,)]/m.exec(error)?.[1];
  return found === undefined ? null : Number(found);
}
