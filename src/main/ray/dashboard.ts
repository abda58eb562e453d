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
  name: string;
  state: string;
  pid: number | null;
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
 * job-failed (a job that the head refuses).
 */
export interface Dashboard {
  readonly url: string;
  /** Needs no token. */
  authenticationMode(): Promise<'disabled' | 'token' | 'k8s'>;
  version(): Promise<{ rayVersion: string }>;
  runningTasks(nodeId: string): Promise<DashboardTask[]>;
  actors(nodeId: string): Promise<DashboardActor[]>;
  /** Answers with the submission id. `environment` becomes the job's runtime environment variables. */
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

export declare function createDashboard(options: DashboardOptions): Dashboard;
