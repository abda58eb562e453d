import type { z } from 'zod';
import type { demoReportSchema } from '../../shared/ipc';
import type { Dashboard } from './dashboard';
import type { GcsClient } from './gcs/contract';

export type DemoReport = z.infer<typeof demoReportSchema>;

export interface DemoJob {
  dashboard: Dashboard;
  gcs: Pick<GcsClient, 'node'>;
  /** This worker's own node: the demo's task is tied to it. */
  nodeId: string;
  /** How long its task runs. */
  seconds: number;
  signal?: AbortSignal;
}

/** Submits a small real job and watches it run here. Fails with job-failed or dashboard-unreachable. */
export declare function runDemoJob(demo: DemoJob): Promise<DemoReport>;
