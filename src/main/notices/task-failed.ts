import { isRecent } from '../../shared/is-recent';
import type { Notice } from '../../shared/notices';

/** A job whose tasks fail one after the other is told once, until it has been well for so long. */
const jobQuietForMs = 10 * 60_000;
/** And no more than one of all jobs in this time. */
const quietForMs = 60_000;
const mostJobs = 100;
const mostNameCharacters = 80;
const mostBodyCharacters = 200;
/** Ends with the job's id (src/ray/design_docs/id_specification.md). */
const jobIdDigits = 8;

/** An attempt that failed on this machine, as the head tells it. */
export interface FailedTask {
  taskId: string;
  name: string;
  /** Ray's word. */
  errorType: string;
  /** The traceback, or Ray's own words. */
  error: string;
  /** Ms since the epoch. */
  endedAt: number | null;
}

/** What a task says comes from anybody, and a notification may stand on a lock screen: masked, on one line, and cut. */
export type ShownText = (text: string, mostCharacters: number) => string;

export interface TaskNoticeMemory {
  /** By job: when a task of it failed last, told or not; the longest ago first. */
  lastFailedAt: ReadonlyMap<string, number>;
  toldAt: number | null;
  /** Of jobs that were not told of since. */
  untold: number;
}

export const noTaskNotices: TaskNoticeMemory = { lastFailedAt: new Map(), toldAt: null, untold: 0 };

/**
 * Pure: what a failure has the owner told. Only what its own code raised, or memory that it ran out of, is worth a word: a process that was ended is Ray's
 * doing, its driver's end, or a drain. The notice is put into words by whoever tells it.
 */
export function nextTaskNotice(
  memory: TaskNoticeMemory,
  failure: FailedTask,
  now: number,
): { memory: TaskNoticeMemory; notice: ((shown: ShownText) => Notice) | null } {
  if (!isOwnFailure(failure)) return { memory, notice: null };
  const job = failure.taskId.slice(-jobIdDigits);
  const before = memory.lastFailedAt.get(job);
  const lastFailedAt = new Map(memory.lastFailedAt);
  lastFailedAt.delete(job);
  lastFailedAt.set(job, now);
  for (const oldest of lastFailedAt.keys()) if (lastFailedAt.size > mostJobs) lastFailedAt.delete(oldest);
  if (isRecent(before, now, jobQuietForMs)) return { memory: { ...memory, lastFailedAt }, notice: null };
  if (isRecent(memory.toldAt, now, quietForMs))
    return { memory: { ...memory, lastFailedAt, untold: memory.untold + 1 }, notice: null };
  return {
    memory: { lastFailedAt, toldAt: now, untold: 0 },
    notice: (shown) => taskFailed(failure, memory.untold, now, shown),
  };
}

/** Pure: its own code raised, or memory ran out; the rest is Ray's doing. */
export const isOwnFailure = ({ errorType, error }: FailedTask): boolean =>
  ['TASK_EXECUTION_EXCEPTION', 'OUT_OF_MEMORY'].includes(errorType) ||
  // A constructor that raised.
  (errorType === 'ACTOR_DIED' && error.includes('Traceback (most recent call last)'));

function taskFailed(
  { name, error, endedAt }: FailedTask,
  others: number,
  now: number,
  shown: ShownText,
): Notice {
  const said = error.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const more =
    others === 0
      ? ''
      : others === 1
        ? '\nSo did one of another job.'
        : `\nSo did those of ${others} other jobs.`;
  return {
    id: 'task-failed',
    title: `A task failed here: ${shown(name, mostNameCharacters)}`,
    body: `${shown(said, mostBodyCharacters) || 'Ray tells no reason.'}${more}`,
    action: 'open-logs',
    logs: { anchor: { at: endedAt ?? now }, sources: null, problems: false },
  };
}
