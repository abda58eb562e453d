import { createJobLogs, type JobLogs } from './ray/job-logs';
import { tokenReader } from './ray/token-file';
import type { Supervisor } from './worker/supervisor';
import type { TaskWatch } from './worker/task-watch';

/** How long the head may take for its list of jobs, and for one job's logs. */
const answerMs = 5_000;

/** The logs of the jobs of the cluster that this machine works for now; null while it works for none. */
export function jobLogsOf(
  supervisor: Pick<Supervisor, 'current'>,
  taskWatch: Pick<TaskWatch, 'client'>,
): () => Promise<JobLogs | null> {
  return async () => {
    const { current } = supervisor;
    if (current === null) return null;
    const { label, nodeId, tokenFile, dashboardUrl } = current.record;
    const { url } = await taskWatch.client({ label, nodeId, tokenFile, dashboardUrl, gcs: current.run.gcs });
    return createJobLogs({ url, token: tokenReader(tokenFile), timeLimitMs: answerMs });
  };
}
