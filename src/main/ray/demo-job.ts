import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { RaybarFailure } from '../../shared/errors';
import type { demoReportSchema } from '../../shared/ipc';
import type { Dashboard, DashboardJob } from './dashboard';
import { demoEntrypoint, demoFirstWords, demoMark, demoTaskName } from './demo-script';
import type { GcsClient, NodeRecord } from './gcs/contract';

export type DemoReport = z.infer<typeof demoReportSchema>;

export interface DemoJob {
  dashboard: Dashboard;
  gcs: Pick<GcsClient, 'node'>;
  /** This worker's own node: the demo's task is tied to it. */
  nodeId: string;
  /** How long its task runs. */
  seconds: number;
  /** Stops the job, too. */
  signal?: AbortSignal;
}

/** A job's own start takes about 5 s; a full cluster may keep its task waiting. */
const mostMsBesideTheTask = 120_000;
const lookEveryMs = 500;
const answerMs = 5_000;

const reportSchema = z.object({ nodeId: z.string(), taskId: z.string() });

/** Submits a small real job and watches it run here. Fails with job-failed, not-contributing, or dashboard-unreachable. */
export async function runDemoJob(demo: DemoJob): Promise<DemoReport> {
  const { dashboard, gcs, nodeId, seconds, signal } = demo;
  const node = await gcs.node(nodeId, answerMs);
  if (node?.state !== 'ALIVE') throw notHere();
  const entrypoint = demoEntrypoint({ nodeId, seconds, ...demand(node) });
  const submissionId = await dashboard.submitJob({ entrypoint, metadata: { source: 'raybar' } });
  const giveUpAt = Date.now() + seconds * 1_000 + mostMsBesideTheTask;
  let seenTaskId: string | null = null;
  let job: DashboardJob;
  for (;;) {
    job = await dashboard.job(submissionId);
    if (job.status !== 'PENDING' && job.status !== 'RUNNING') break;
    if (signal?.aborted || Date.now() > giveUpAt) {
      await dashboard.stopJob(submissionId);
      throw notFinished(submissionId, signal?.aborted === true);
    }
    seenTaskId ??= await runningDemo(dashboard, nodeId);
    await delay(lookEveryMs, undefined, signal ? { signal } : {}).catch(() => null);
  }
  const output = (await dashboard.jobLogs(submissionId)).split('\n').filter((line) => line !== '');
  const report = reportIn(output);
  return {
    submissionId,
    // The task itself says where it ran; a short one can be over before the dashboard shows it.
    ranHere: report?.nodeId === nodeId || (report === null && seenTaskId !== null),
    task: report?.taskId ?? seenTaskId,
    nodeId: report?.nodeId ?? (seenTaskId === null ? null : nodeId),
    status: job.status,
    output: ownLines(output, job.status),
  };
}

/** The job's own words; where it failed, also Ray's, but for the program, which Ray repeats. */
function ownLines(output: readonly string[], status: DashboardJob['status']): string[] {
  const begin = output.findIndex((line) => line.startsWith(demoFirstWords));
  const from = status === 'SUCCEEDED' && begin >= 0 ? output.slice(begin) : output;
  return from.filter((line) => !line.startsWith(demoMark) && !line.startsWith('Running entrypoint for job'));
}

async function runningDemo(dashboard: Dashboard, nodeId: string): Promise<string | null> {
  const tasks = await dashboard.runningTasks(nodeId);
  return tasks.find(({ name }) => name === demoTaskName)?.taskId ?? null;
}

/** The GPU's smallest share where the node has one, else a CPU, else nothing. */
function demand({ resourcesTotal }: NodeRecord): { resources: Record<string, number>; cpus: number } {
  if ((resourcesTotal['gpu_apple_mps'] ?? 0) > 0) return { resources: { gpu_apple_mps: 0.001 }, cpus: 0 };
  return { resources: {}, cpus: (resourcesTotal['CPU'] ?? 0) >= 1 ? 1 : 0 };
}

function reportIn(output: readonly string[]): z.output<typeof reportSchema> | null {
  const line = output.find((one) => one.startsWith(demoMark));
  if (line === undefined) return null;
  try {
    return reportSchema.parse(JSON.parse(line.slice(demoMark.length)));
  } catch {
    return null;
  }
}

const notHere = () =>
  new RaybarFailure({
    code: 'not-contributing',
    tried: 'Looked for this machine’s node on the head',
    found: 'The head does not list it as alive.',
    fixes: ['Switch "Contribute" on and wait until it says "Contributing".'],
    retryable: true,
  });

const notFinished = (submissionId: string, calledOff: boolean) =>
  new RaybarFailure({
    code: 'job-failed',
    tried: `Waited for the demo job ${submissionId}`,
    found: calledOff ? 'It was called off.' : 'It did not end in time: its task found no free place here.',
    fixes: ['Try again when fewer tasks run here.', 'Look at the Ray dashboard’s job page.'],
    retryable: true,
  });
