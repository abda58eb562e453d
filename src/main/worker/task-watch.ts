import { RaybarFailure } from '../../shared/errors';
import type { TaskRow } from '../../shared/snapshot';
import { createDashboard, dashboardUrl as urlOfDashboard, type Dashboard } from '../ray/dashboard';
import type { GcsClient } from '../ray/gcs/contract';
import { taskRows, type DashboardRows } from '../ray/tasks';
import { tokenReader } from '../ray/token-file';
import type { RayWorker } from '../ray/worker-tree';

/** How long one answer of the dashboard may take. */
const answerMs = 3_000;
/** The dashboard is asked again after this while something runs, and at once when something new does. */
const askEveryMs = 2_000;
/** A dashboard that did not answer is left alone for a while. */
const askAgainMs = 10_000;

/** What is asked about the tasks of one run. */
export interface TaskSource {
  label: string;
  nodeId: string | null;
  tokenFile: string | null;
  dashboardUrl: string | null;
  gcs: Pick<GcsClient, 'dashboardAddress'>;
}

export interface TaskWatchRun extends TaskSource {
  gcs: GcsClient;
}

/**
 * Names, times and resources of what runs here. The processes' titles say at once what runs; the head's dashboard adds
 * since when and with which resources. Without a dashboard the titles alone are shown, and `missing` says so.
 */
export class TaskWatch {
  private dashboard: Dashboard | null = null;
  /** It did not answer: before it is asked again the head is asked where it is by now. */
  private doubted = false;
  private rows: DashboardRows | null = null;
  private label = '';
  private asking = false;
  private askedAt = 0;
  private askedFor = '';
  private trouble: string | null = null;

  constructor(
    private readonly now: () => number,
    private readonly onChange: () => void,
  ) {}

  /** What is missing now, in the owner's words; null when nothing is. */
  get missing(): string | null {
    return this.trouble;
  }

  get url(): string | null {
    return this.dashboard?.url ?? null;
  }

  /** The rows as far as they are known; asks the dashboard behind the scenes when that is due. */
  tasks(run: TaskSource | null, workers: readonly RayWorker[]): TaskRow[] {
    if (!run?.nodeId) {
      this.forget();
      return [];
    }
    if (run.label !== this.label) this.forget();
    this.label = run.label;
    const running = workers.map(({ pid, name, busy }) => `${pid} ${name} ${String(busy)}`).join('\n');
    const waitMs = this.trouble ? askAgainMs : askEveryMs;
    const news = running !== this.askedFor && !this.trouble;
    const due =
      this.now() - this.askedAt >= waitMs &&
      (workers.length > 0 || this.askedAt === 0 || this.trouble !== null);
    if (!this.asking && (news || due)) void this.ask(run, running);
    return taskRows(workers, this.rows);
  }

  private async ask(run: TaskSource, running: string): Promise<void> {
    const { nodeId, label } = run;
    if (!nodeId) return;
    this.asking = true;
    this.askedAt = this.now();
    this.askedFor = running;
    try {
      const dashboard = await this.connect(run);
      const [tasks, actors] = await Promise.all([dashboard.runningTasks(nodeId), dashboard.actors(nodeId)]);
      if (this.label === label) this.rows = { tasks, actors };
      this.trouble = null;
    } catch (thrown) {
      if (!(thrown instanceof RaybarFailure)) throw thrown;
      this.rows = null;
      this.doubted = true;
      this.trouble = `Ray’s dashboard is not to be had, so the tasks’ times and failures are not known. ${thrown.error.found}`;
    } finally {
      this.asking = false;
    }
    this.onChange();
  }

  private async connect({ dashboardUrl, gcs, tokenFile }: TaskSource): Promise<Dashboard> {
    if (this.dashboard && !this.doubted) return this.dashboard;
    const address = dashboardUrl ?? (await gcs.dashboardAddress(answerMs));
    if (address === null) {
      throw new RaybarFailure({
        code: 'dashboard-unreachable',
        tried: 'Asked the head where its dashboard is',
        found: 'The head runs no dashboard.',
        fixes: ['Name the dashboard’s address in Settings if it is elsewhere.'],
        retryable: true,
      });
    }
    const url = urlOfDashboard(address);
    this.doubted = false;
    if (this.dashboard?.url === url) return this.dashboard;
    this.dashboard?.close();
    this.dashboard = createDashboard({ url, token: tokenReader(tokenFile), timeLimitMs: answerMs });
    return this.dashboard;
  }

  /** The dashboard's client, for jobs. Rejects with dashboard-unreachable. */
  client(run: TaskSource): Promise<Dashboard> {
    return this.connect(run);
  }

  private forget(): void {
    this.dashboard?.close();
    this.dashboard = null;
    this.doubted = false;
    this.rows = null;
    this.label = '';
    this.askedAt = 0;
    this.askedFor = '';
    this.trouble = null;
  }

  close(): void {
    this.forget();
  }
}
