import type { Notice } from '../shared/notices';
import { defaultSettings, leaveNowDeadlineMs, type Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import { clusterName } from '../shared/view/words';
import { AwaitedCondition } from './awaited-condition';
import type { RaybarCore } from './core-api';
import { createCoreHandlers } from './core-handlers';
import type { CoreParts } from './core-parts';
import { DeadlineTimer } from './deadline-timer';
import { EmbeddedTidying } from './embedded-tidying';
import { NoticeFeed } from './notice-feed';
import { OwnerWish, type Asked } from './owner-wish';
import type { Logs } from './logs/log-handlers';
import type { WorkerProcesses } from './observe/machine-reader';
import { decide, type Decision } from './policy/decide';
import { ProblemList } from './problem-list';
import { project } from './project';
import { SnapshotFeed, type SnapshotListener } from './snapshot-feed';
import { TelemetryLoop } from './telemetry-loop';
import { wantedOf } from './wanted-of';
import type { Wish } from './wish-store';
import type { TaskWatchRun } from './worker/task-watch';

/**
 * All of Raybar that is not Electron: wish and settings in, decision, supervision, one snapshot out. Every change goes
 * through `refresh`, so that no surface can see two truths.
 */
export class Core implements RaybarCore {
  readonly handlers = createCoreHandlers(this);
  settings: Settings = defaultSettings;
  private readonly wish: OwnerWish;
  private settingsRead = true;
  private quitting = false;
  private quitDeadlineMs = leaveNowDeadlineMs;
  private readonly problems = new ProblemList();
  private readonly notices = new NoticeFeed();
  private readonly rest = new AwaitedCondition(() => this.isAtRest());
  private wanted = '';
  private begun = false;
  private refreshing = false;
  private readonly recheck: DeadlineTimer;
  private readonly sampling: TelemetryLoop;
  private readonly tidying: EmbeddedTidying;
  private closing: { worker: 'drain' | 'keep'; done: Promise<void> } | null = null;
  private readonly feed: SnapshotFeed;

  constructor(readonly parts: CoreParts) {
    parts.onChange(() => this.refreshSoon());
    parts.onNotice((notice) => this.notices.tell(notice));
    this.wish = new OwnerWish({
      store: parts.wishStore,
      now: parts.now,
      asError: parts.asError,
      onNotKept: (problem, before) => {
        if (before !== null) this.problems.remove(before);
        this.problems.add(problem);
        this.refreshSoon();
      },
    });
    this.tidying = new EmbeddedTidying(parts);
    this.recheck = new DeadlineTimer(parts.now, () => this.refresh());
    this.sampling = new TelemetryLoop({
      telemetry: parts.telemetry,
      isResting: () => this.isAtRest(),
      worker: () => this.workerProcesses(),
      onSample: () => this.refreshSoon(),
    });
    this.feed = new SnapshotFeed({ seq: 0, ...this.projected() });
    this.feed.subscribe((delta) => parts.journal.note(delta, parts.now()));
  }

  /** Reads what is on disk, takes over a running worker, and pursues what is wanted. */
  async begin(tryItHere: boolean): Promise<void> {
    const { settingsStore, embedded, supervisor, monitoring } = this.parts;
    const loaded = await settingsStore.load();
    const wishProblem = await this.wish.load();
    await monitoring.open();
    this.settings = loaded.settings;
    this.settingsRead = loaded.problem === null;
    // Whoever had settings that could not be read has a cluster of their own to go back to.
    const unset = this.settingsRead && this.settings.cluster.kind === 'none';
    if (tryItHere && unset && !(await settingsStore.hasKeptAside())) {
      await this.saveSettings({ ...this.settings, cluster: { kind: 'embedded' } });
      this.wish.ask({ contribute: true, pausedUntil: null });
      await this.wish.keep();
    }
    const unreadable = [await embedded.load(), await supervisor.load()];
    this.problems.add(loaded.problem, wishProblem, ...unreadable);
    if (unreadable.some((problem) => problem !== null)) await this.parts.endStrays();
    // A switch that can't be read leaves a running worker as it is.
    if (wishProblem !== null && supervisor.recordedLabel !== null)
      this.wish.ask({ ...this.wish.current, contribute: true });
    await supervisor.begin(() => wantedOf(this.decision()));
    this.wanted = JSON.stringify(wantedOf(this.decision()));
    this.begun = true;
    this.refresh();
    this.sampling.start();
    monitoring.configure(this.settings);
  }

  get logs(): Logs {
    return this.parts.logs;
  }

  taskFailedAt(): number | null {
    return this.parts.recentFailure.at();
  }

  snapshot(): Snapshot {
    return this.feed.current;
  }

  subscribe(listener: SnapshotListener): () => void {
    return this.feed.subscribe(listener);
  }

  subscribeNotices(listener: (notice: Notice) => void): () => void {
    return this.notices.subscribe(listener);
  }

  setWatched(watched: boolean): void {
    this.parts.supervisor.setWatched(watched);
    this.sampling.setWatched(watched);
  }

  suspend(): void {
    this.parts.supervisor.suspend();
    this.refresh();
  }

  resume(): void {
    this.parts.supervisor.resume();
    this.refresh();
  }

  /** The owner's switch, pause and "leave now", in one place. `hurryDeadlineMs` is a nearer deadline than the settings'. */
  async ask(wish: Asked, hurryDeadlineMs: number | null = null): Promise<void> {
    this.wish.ask(wish, hurryDeadlineMs);
    this.refresh();
    await this.wish.keep();
  }

  get currentWish(): Wish {
    return this.wish.current;
  }

  /** Takes on settings that were checked. Rejects, and changes nothing, when they can't be written. */
  async takeSettings(settings: Settings): Promise<void> {
    const before = this.settings;
    await this.saveSettings(settings);
    this.settingsRead = true;
    this.problems.dismiss('settings-corrupt');
    const rejoin = !same(before.cluster, settings.cluster) || !same(before.worker, settings.worker);
    if (rejoin) this.parts.supervisor.rejoin(settings.drain.deadlineMs);
    this.parts.monitoring.configure(settings);
    this.refresh();
  }

  dismissProblem(code: string): void {
    this.problems.dismiss(code);
    this.parts.monitoring.dismiss(code);
    this.refresh();
  }

  /** The run that is known to the head, for what is asked about it. */
  taskRun(): TaskWatchRun | null {
    const current = this.parts.supervisor.current;
    if (!current) return null;
    const { label, nodeId, tokenFile, dashboardUrl } = current.record;
    return { label, nodeId, tokenFile, dashboardUrl, gcs: current.run.gcs };
  }

  close(worker: 'drain' | 'keep'): Promise<void> {
    if (!this.closing) {
      this.closing = { worker, done: worker === 'drain' ? this.leave() : this.letGo() };
    } else if (this.closing.worker === 'keep' && worker === 'drain') {
      return Promise.reject(new Error('Raybar has let go of the worker; it can no longer drain it.'));
    }
    return this.closing.done;
  }

  hurry(): void {
    this.quitDeadlineMs = 0;
    this.refresh();
  }

  private async leave(): Promise<void> {
    this.quitting = true;
    this.refresh();
    await this.rest.met();
    await this.tidying.end();
    await this.letGo();
  }

  private async letGo(): Promise<void> {
    const { supervisor, taskWatch, taskFailures, monitoring } = this.parts;
    this.recheck.stop();
    this.sampling.stop();
    taskFailures.close();
    taskWatch.close();
    await this.parts.logs.close();
    await Promise.all([supervisor.close(), monitoring.close()]);
  }

  private workerProcesses(): WorkerProcesses | null {
    const { current, workers } = this.parts.supervisor;
    const root = current?.record.root ?? null;
    return root && { root, taskPids: workers.map(({ pid }) => pid) };
  }

  private isAtRest(): boolean {
    const { state, current } = this.parts.supervisor;
    return current === null && (state.kind === 'off' || state.kind === 'asleep');
  }

  private decision(): Decision {
    const { settings, wish, quitting, quitDeadlineMs, settingsRead } = this;
    return decide({
      contribute: wish.current.contribute,
      pausedUntil: wish.current.pausedUntil,
      hurryDeadlineMs: wish.hurryDeadlineMs,
      clusterChosen: settings.cluster.kind !== 'none',
      settingsRead,
      quitting,
      quitDeadlineMs,
      drainDeadlineMs: settings.drain.deadlineMs,
      now: this.parts.now(),
    });
  }

  /** Many things change at once; one refresh serves them all. */
  private refreshSoon(): void {
    if (this.refreshing) return;
    this.refreshing = true;
    setImmediate(() => this.refresh());
  }

  private refresh(): void {
    this.refreshing = false;
    const { supervisor } = this.parts;
    this.wish.endPauseInTime();
    const decision = this.decision();
    const wanted = wantedOf(decision);
    const asText = JSON.stringify(wanted);
    if (this.begun && asText !== this.wanted) {
      this.wanted = asText;
      supervisor.want(wanted);
    }
    this.feed.update(this.projected());
    this.parts.monitoring.see(this.feed.current);
    this.parts.taskFailures.see(this.taskRun(), supervisor.workers);
    this.tell(decision);
    this.tidying.see(this.needsEmbeddedHead());
    this.recheck.arm(this.nextChangeAt(decision));
    this.rest.look();
  }

  private projected(): Omit<Snapshot, 'seq'> {
    const { supervisor, taskWatch, monitoring, app, machine, clock } = this.parts;
    const run = supervisor.current?.record ?? null;
    const tasks = taskWatch.tasks(this.taskRun(), supervisor.workers);
    const chosen = this.settings.cluster.kind === 'address' ? this.settings.cluster.dashboardAddress : null;
    return project({
      app,
      machine,
      settings: this.settings,
      wish: this.wish.current,
      decision: this.decision(),
      worker: supervisor.state,
      run,
      rayVersion: run?.rayVersion ?? null,
      dashboardUrl: run?.dashboardUrl ?? taskWatch.url ?? chosen,
      tasks,
      missing: taskWatch.missing === null ? [] : [taskWatch.missing],
      telemetry: this.sampling.latest.telemetry,
      uses: this.sampling.latest.uses,
      problems: [...this.problems.all, ...monitoring.problems],
      clock,
    });
  }

  private tell(decision: Decision): void {
    const snapshot = this.feed.current;
    this.notices.see({
      worker: snapshot.worker,
      wanted: decision.wanted === 'in',
      busyTasks: snapshot.tasks.filter((task) => task.busy).length,
      clusterName: clusterName(snapshot.cluster),
      now: this.parts.now(),
    });
  }

  private needsEmbeddedHead(): boolean {
    const wanted = this.settings.cluster.kind === 'embedded' && this.wish.current.contribute;
    return wanted || !this.begun || !this.isAtRest();
  }

  /** When something changes by itself: a pause ends, or an outage has lasted long enough to be told. */
  private nextChangeAt(decision: Decision): number | null {
    const ats = [decision.changesAt, this.notices.nextLookAt(this.parts.now())].filter((at) => at !== null);
    return ats.length === 0 ? null : Math.min(...ats);
  }

  private async saveSettings(settings: Settings): Promise<void> {
    await this.parts.settingsStore.save(settings);
    this.settings = settings;
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
