import { RaybarFailure } from '../../shared/errors';
import type { Dashboard } from '../ray/dashboard';
import type { TaskFailure } from '../ray/task-failure';
import type { RayWorker } from '../ray/worker-tree';
import type { TaskFailureLog } from './task-failure-log';
import { taskFailureEntry } from './task-failure-entry';
import type { TaskSource } from './task-watch';

/** Ray's processes report once a second what became of tasks (task_events_report_interval_ms): asked so often for so long after something ended. */
const soonMs = 400;
const soonForMs = 2_000;
/** A task may begin and fail between two looks at the processes. */
const steadyMs = 3_000;
/** As much, where nothing was seen to run. */
const idleMs = 5_000;
/** A dashboard that did not answer is left alone for a while. */
const askAgainMs = 10_000;
/** The more failures a dashboard keeps the longer it takes to list them: it rests so many times as long as it took. */
const soonRest = 4;
const steadyRest = 20;
/** However long it took: a failure that nobody is told of for longer is not told in time. */
const mostRestMs = 30_000;
/** Errors are asked for one task at a time; of a flood, so many with each list. */
const tasksAtOnce = 16;
/** Whoever ran the task reports its part up to a second later than whoever called it; on a machine that is all at work, seconds later. */
const waitForWholeMs = 5_000;
/** More than one list holds. */
const mostTold = 20_000;

export interface TaskFailuresOptions {
  now: () => number;
  /** The dashboard of a run. Rejects with dashboard-unreachable and its like. */
  dashboard: (
    run: TaskSource,
  ) => Promise<Pick<Dashboard, 'failedAttempts' | 'failedConstructors' | 'failures'>>;
  /** Where each failure is written, once. */
  failureLog: TaskFailureLog;
  /** Each failure, when it was written. */
  onFailure: (failure: TaskFailure) => void;
  log: (line: string) => void;
}

/**
 * Brings failures of this node's tasks here. Ray writes them to no file of the machine where they happen; the head's dashboard keeps them. Each attempt is told
 * once, also over restarts of Raybar. Without a dashboard there are none, and TaskWatch says what is missing.
 */
export class TaskFailures {
  /** "TASK ATTEMPT", the oldest first; null before the log was read. */
  private told: Set<string> | null = null;
  /** What ended before this was told by an earlier Raybar, and is in the log no more; ms since the epoch. */
  private since = 0;
  /** When those without their whole error were first seen. */
  private seenAt = new Map<string, number>();
  private run: TaskSource | null = null;
  private running = '';
  private soonUntil = 0;
  private nextAt = Number.POSITIVE_INFINITY;
  /** The dashboard is let be until then, whatever happens here. */
  private restUntil = 0;
  /** How long the last look took. */
  private lastTookMs = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | null = null;
  private asking = false;

  constructor(private readonly options: TaskFailuresOptions) {}

  /** What runs here now. Asks behind the scenes: soon after something ended, else now and then. */
  see(run: TaskSource | null, workers: readonly RayWorker[]): void {
    if (run === null || run.nodeId === null) {
      this.rest();
      return;
    }
    if (run.label !== this.run?.label) this.rest();
    this.run = run;
    const running = workers.map(({ pid, name, busy }) => `${pid} ${name} ${String(busy)}`).join('\n');
    if (running !== this.running) {
      this.running = running;
      this.soonUntil = this.options.now() + soonForMs;
      this.askIn(soonMs);
    } else if (this.timer === null) this.askIn(this.steadyMs);
  }

  close(): void {
    this.rest();
  }

  private get steadyMs(): number {
    return this.running === '' ? idleMs : steadyMs;
  }

  private rest(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.nextAt = Number.POSITIVE_INFINITY;
    this.restUntil = 0;
    this.lastTookMs = Number.POSITIVE_INFINITY;
    this.run = null;
    this.running = '';
    this.seenAt.clear();
  }

  /** An earlier time that was set stays. */
  private askIn(ms: number): void {
    const now = this.options.now();
    const at = Math.max(now + ms, this.restUntil);
    if (this.asking || at >= this.nextAt) return;
    if (this.timer) clearTimeout(this.timer);
    this.nextAt = at;
    this.timer = setTimeout(() => void this.ask(), at - now);
    this.timer.unref();
  }

  private async ask(): Promise<void> {
    const { run } = this;
    const { now, log } = this.options;
    this.timer = null;
    this.nextAt = Number.POSITIVE_INFINITY;
    if (run === null || this.asking) return;
    this.asking = true;
    const startedAt = now();
    let waitMs = askAgainMs;
    try {
      const isMore = await this.look(run, startedAt < this.soonUntil || this.seenAt.size > 0);
      // One that was slow by chance says nothing of how long the list is.
      const ownTookMs = now() - startedAt;
      const tookMs = Math.min(ownTookMs, this.lastTookMs);
      this.lastTookMs = ownTookMs;
      this.restUntil = now() + Math.min(mostRestMs, tookMs * soonRest);
      const quietMs = Math.min(mostRestMs, Math.max(this.steadyMs, tookMs * steadyRest));
      waitMs = isMore || now() < this.soonUntil ? soonMs : quietMs;
    } catch (thrown) {
      this.restUntil = now() + askAgainMs;
      if (!(thrown instanceof RaybarFailure)) log(`failed tasks could not be asked for: ${String(thrown)}`);
    } finally {
      this.asking = false;
    }
    if (this.run !== null) this.askIn(waitMs);
  }

  /** @returns true where more is known to come */
  private async look(run: TaskSource, isSoon: boolean): Promise<boolean> {
    if (run.nodeId === null) return false;
    if (this.told === null) {
      const { attempts, since } = await this.options.failureLog.earlier();
      this.told = new Set(attempts);
      this.since = since;
    }
    const { now } = this.options;
    const dashboard = await this.options.dashboard(run);
    const listed = await dashboard.failedAttempts(run.nodeId);
    // A constructor that fails takes its process along.
    if (isSoon) listed.push(...(await dashboard.failedConstructors(run.nodeId)));
    this.forgetGone(listed);
    const { told } = this;
    const fresh = listed.filter((one) => !told.has(keyOf(one)));
    const taskIds = [...new Set(fresh.map(({ taskId }) => taskId))];
    const found: TaskFailure[] = [];
    let problem: unknown = null;
    for (const taskId of taskIds.slice(0, tasksAtOnce)) {
      const wanted = new Set(fresh.filter((one) => one.taskId === taskId).map(({ attempt }) => attempt));
      try {
        const failures = await dashboard.failures(taskId);
        found.push(...failures.filter(({ attempt }) => wanted.has(attempt)));
      } catch (thrown) {
        // What it told until then is written down all the same.
        problem = thrown;
        break;
      }
    }
    // The dashboard lists them in no order; a log is read in that of time.
    found.sort((a, b) => (a.endedAt ?? now()) - (b.endedAt ?? now()));
    for (const failure of found) {
      // Closed meanwhile, or another run's.
      if (this.run?.label !== run.label) return false;
      // A constructor's row does not say where it ran.
      await this.tell({ ...failure, nodeId: failure.nodeId ?? run.nodeId });
    }
    if (problem !== null) throw problem;
    return taskIds.length > tasksAtOnce || this.seenAt.size > 0;
  }

  /** What the head keeps no more is waited for no more. */
  private forgetGone(listed: readonly Attempt[]): void {
    const keys = new Set(listed.map(keyOf));
    for (const key of this.seenAt.keys()) if (!keys.has(key)) this.seenAt.delete(key);
  }

  private async tell(failure: TaskFailure): Promise<void> {
    const { now, failureLog, onFailure, log } = this.options;
    const { told, seenAt } = this;
    const key = keyOf(failure);
    const firstSeenAt = seenAt.get(key) ?? now();
    if (!failure.isWhole && now() - firstSeenAt < waitForWholeMs) {
      seenAt.set(key, firstSeenAt);
      return;
    }
    seenAt.delete(key);
    told?.add(key);
    if ((failure.endedAt ?? now()) < this.since) return;
    await failureLog
      .append(taskFailureEntry(failure, now()))
      .catch((error: unknown) => log(`a task’s failure could not be written down: ${String(error)}`));
    for (const oldest of told ?? []) {
      if ((told?.size ?? 0) <= mostTold) break;
      told?.delete(oldest);
    }
    onFailure(failure);
  }
}

type Attempt = Pick<TaskFailure, 'taskId' | 'attempt'>;

/** As the log names it, too. */
const keyOf = ({ taskId, attempt }: Attempt): string => `${taskId} ${attempt}`;
