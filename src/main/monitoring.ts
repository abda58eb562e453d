import type { RaybarError } from '../shared/errors';
import type { History, HistoryRequest } from '../shared/history';
import type { Notice } from '../shared/notices';
import type { Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import type { WorkerState } from '../shared/worker-state';
import type { CounterStore } from './metrics/counter-store';
import { metricFamilies } from './metrics/metric-families';
import { MetricsPush } from './metrics/metrics-push';
import { MetricsServer } from './metrics/metrics-server';
import { metricsText } from './metrics/metrics-text';
import { pushTarget } from './metrics/push-target';
import type { PushedGroups } from './metrics/pushed-groups';
import { nextMemoryNotices, noMemoryNotices } from './notices/memory-notices';
import { nextTaskNotice, noTaskNotices, type FailedTask, type ShownText } from './notices/task-failed';
import { outOfMemoryNotice, readMpsOutOfMemory, type MpsOutOfMemory } from './notices/mps-out-of-memory';
import { WorkerLogWatch } from './notices/worker-log-watch';
import { nextMarks, noMarks } from './observe/history/history-marks';
import type { HistoryStore } from './observe/history/history-store';
import { historyValues } from './observe/history/history-values';
import { sendHttp } from './system/http-request';
import { isAlive } from './system/is-alive';

/** How often the worker's outputs are read; a notice a few seconds later is as good. */
const readLogsEveryMs = 5_000;
const newsForMs = 10 * 60_000;

export interface MonitoringOptions {
  historyStore: HistoryStore;
  counterStore: CounterStore;
  pushedGroups: PushedGroups;
  hostname: string;
  /** Where Ray writes now; null while no raylet is known. May reject. */
  rayLogDirectory: () => Promise<string | null>;
  /** How what a task says is shown, with the secrets of the moment hidden. Never rejects. */
  shownText: () => Promise<ShownText>;
  now: () => number;
  log: (line: string) => void;
  onNotice: (notice: Notice) => void;
  /** `problems` changed. */
  onChange: () => void;
}

/**
 * What is made of the snapshots as they pass: history and its marks, counters, the metrics for Prometheus, and notices of memory. It reads the one
 * snapshot and adds nothing to it but its own problems.
 */
export class Monitoring {
  private readonly server: MetricsServer;
  private readonly push: MetricsPush;
  private readonly logs: WorkerLogWatch;
  private readonly troubles = new Map<'server' | 'push', RaybarError>();
  private readonly dismissed = new Set<string>();
  private settings: Settings['metrics'] | null = null;
  private snapshot: Snapshot | null = null;
  private sampledAt: number | null = null;
  private marks = noMarks;
  private memoryNotices = noMemoryNotices;
  private outOfMemoryToldAt: number | null = null;
  private taskNotices = noTaskNotices;
  private timer: NodeJS.Timeout | null = null;
  private closing: Promise<void> | null = null;

  constructor(private readonly options: MonitoringOptions) {
    const { log } = options;
    const text = (): Promise<string> => this.text();
    this.server = new MetricsServer({ text, log, onProblem: (problem) => this.trouble('server', problem) });
    this.push = new MetricsPush({
      text,
      send: sendHttp,
      keep: (groups) => options.pushedGroups.keep(groups),
      log,
      onProblem: (problem) => this.trouble('push', problem),
    });
    this.logs = new WorkerLogWatch({ onLine: (line) => this.workerLogLine(line), isAlive });
  }

  /** What is wrong now, for the snapshot. */
  get problems(): RaybarError[] {
    return [...this.troubles.values()].filter(({ code }) => !this.dismissed.has(code));
  }

  /** Reads what was kept. Never rejects. */
  async open(): Promise<void> {
    this.options.historyStore.open();
    await this.options.counterStore.open();
    this.push.restore(await this.options.pushedGroups.read());
    this.timer = setInterval(() => void this.readLogs(), readLogsEveryMs);
    this.timer.unref();
  }

  /** Takes the settings on, at once. */
  configure({ metrics }: Settings): void {
    if (this.closing) return;
    this.settings = metrics;
    void this.server.configure(metrics);
    this.aim();
  }

  /** Every snapshot that differs from the one before. */
  see(snapshot: Snapshot): void {
    if (this.closing) return;
    const { historyStore, counterStore, now } = this.options;
    const ranTasks = this.snapshot !== null && hasTasks(this.snapshot.worker);
    this.snapshot = snapshot;
    // The first look marks where news begins: it must not be later than the first task.
    if (!ranTasks && hasTasks(snapshot.worker)) void this.readLogs();
    this.takeSample(snapshot);
    const { memory, marks } = nextMarks(this.marks, snapshot.worker, now());
    this.marks = memory;
    for (const mark of marks) historyStore.history.mark(mark);
    if (marks.length > 0) historyStore.touch();
    counterStore.see({ worker: snapshot.worker, tasks: snapshot.tasks, now: now() });
    this.aim();
  }

  history(request: HistoryRequest): History {
    return this.options.historyStore.history.read(request, this.options.now());
  }

  /** A line that a task wrote. */
  workerLogLine(line: string): void {
    this.tellOutOfMemory(readMpsOutOfMemory(line));
  }

  /** A task of this machine failed; long ago, before Raybar was started again, is no news. Resolves when it was told. */
  async taskFailed(failure: FailedTask): Promise<void> {
    const now = this.options.now();
    const { endedAt, error } = failure;
    if (endedAt !== null && now - endedAt > newsForMs) return;
    const found = error
      .split('\n')
      .map(readMpsOutOfMemory)
      .find((one) => one !== null);
    if (found !== undefined) {
      this.tellOutOfMemory(found, endedAt);
      return;
    }
    const { memory, notice } = nextTaskNotice(this.taskNotices, failure, now);
    this.taskNotices = memory;
    if (notice !== null) this.options.onNotice(notice(await this.options.shownText()));
  }

  private tellOutOfMemory(found: MpsOutOfMemory | null, at: number | null = null): void {
    if (!found) return;
    const now = this.options.now();
    const notice = outOfMemoryNotice(found, this.outOfMemoryToldAt, now);
    if (!notice) return;
    this.outOfMemoryToldAt = now;
    const logs = at === null ? {} : { logs: { anchor: { at }, sources: null, problems: false } };
    this.options.onNotice({ ...notice, ...logs });
  }

  /** Until it is mended and goes wrong again. */
  dismiss(code: string): void {
    this.dismissed.add(code);
  }

  /** Deletes what was pushed, writes what is to be kept. Never rejects; a second call joins the first. */
  close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.closing ??= Promise.all([
      this.server.close(),
      this.push.close(),
      this.options.historyStore.close(),
      this.options.counterStore.close(),
    ]).then(() => undefined);
    return this.closing;
  }

  private takeSample({ telemetry, worker }: Snapshot): void {
    const { historyStore, onNotice } = this.options;
    if (telemetry.at === null || telemetry.at === this.sampledAt) return;
    this.sampledAt = telemetry.at;
    historyStore.history.add(telemetry.at, historyValues(telemetry));
    historyStore.touch();
    const contributing = worker.kind === 'contributing';
    const { memory, notices } = nextMemoryNotices(this.memoryNotices, { telemetry, contributing });
    this.memoryNotices = memory;
    for (const notice of notices) onNotice(notice);
  }

  /**
   * A machine that has left has nothing to push: what it pushed would be scraped as if it were there. One that gave up has: whoever looks
   * after the cluster should see it.
   */
  private aim(): void {
    const { settings, snapshot } = this;
    if (!settings) return;
    const isIn = snapshot !== null && !['off', 'asleep'].includes(snapshot.worker.kind);
    this.push.configure(isIn ? pushTarget(settings.push, this.options.hostname) : null);
  }

  private async text(): Promise<string> {
    const { snapshot } = this;
    return snapshot ? metricsText(metricFamilies(snapshot, this.options.counterStore.current)) : '';
  }

  private trouble(of: 'server' | 'push', problem: RaybarError | null): void {
    const before = this.troubles.get(of);
    if (problem) this.troubles.set(of, problem);
    else this.troubles.delete(of);
    if (before && !problem) this.dismissed.delete(before.code);
    if (before || problem) this.options.onChange();
  }

  private async readLogs(): Promise<void> {
    const runs = this.snapshot !== null && hasTasks(this.snapshot.worker);
    const directory = runs ? await this.options.rayLogDirectory().catch(() => null) : null;
    await this.logs.look(directory);
  }
}

const hasTasks = ({ kind }: WorkerState): boolean => ['contributing', 'draining', 'lost'].includes(kind);
