import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { ListedJob } from '../../ray/job-logs';
import type { LogFolder } from './log-places';

/** Volumes that keep whole seconds tell an earlier time than the one at which was written. */
const timeGrainMs = 1_000;

/** Ray writes a job's output into the session's folder, on the machine where the job's driver runs (job/common.py, JOB_LOGS_PATH_TEMPLATE). */
const driverLogOf = (submissionId: string): string => `job-driver-${submissionId}.log`;

/** The job whose output a log is, by the log's name; null for any other log. */
export const jobOfDriverLog = (file: string): string | null =>
  /^job-driver-(.+)\.log$/.exec(file)?.[1] ?? null;

/** True where the job's output is among these logs already: its driver runs on this machine. What an earlier job of the same id wrote is older than the job. */
export function hasDriverLog(
  folders: readonly LogFolder[],
  { submissionId, startedAt }: Pick<ListedJob, 'submissionId' | 'startedAt'>,
): boolean {
  return folders
    .filter(({ kind, current }) => kind === 'session' && current)
    .some(({ path }) => {
      const stat = lstatSync(join(path, driverLogOf(submissionId)), { throwIfNoEntry: false });
      return stat?.isFile() === true && stat.mtimeMs + timeGrainMs >= (startedAt ?? 0);
    });
}
