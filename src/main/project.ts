import type { RaybarError } from '../shared/errors';
import type { Settings } from '../shared/settings';
import type { Snapshot, TaskRow } from '../shared/snapshot';
import type { ProcessUse } from '../shared/telemetry';
import type { WorkerState } from '../shared/worker-state';
import type { Decision } from './policy/decide';
import { decisionText } from './policy/decision-text';
import type { Wish } from './wish-store';
import type { RunRecord } from './worker/run-record';

/** All that the snapshot is made of, from the parts that know it. */
export interface ProjectFacts {
  app: Snapshot['app'];
  machine: Snapshot['machine'];
  settings: Settings;
  wish: Wish;
  decision: Decision;
  worker: WorkerState;
  run: RunRecord | null;
  rayVersion: string | null;
  dashboardUrl: string | null;
  tasks: TaskRow[];
  missing: string[];
  telemetry: Snapshot['telemetry'];
  /** What the worker's processes use, by pid. */
  uses: ReadonlyMap<number, ProcessUse>;
  problems: RaybarError[];
  clock: (at: number) => string;
}

/** The one snapshot that every surface shows. Pure. */
export function project(facts: ProjectFacts): Omit<Snapshot, 'seq'> {
  const { settings, worker, decision, wish } = facts;
  const tasks = facts.tasks.map((task) => withUse(task, facts.uses));
  const text = decisionText(decision, facts.clock);
  return {
    app: facts.app,
    machine: facts.machine,
    wish: { contribute: wish.contribute, pausedUntil: wish.pausedUntil },
    decision: { wanted: decision.wanted, changesAt: decision.changesAt, ...text },
    worker,
    cluster: {
      ...clusterOf(facts),
      dashboardUrl: facts.dashboardUrl,
      rayVersion: facts.rayVersion,
      missing: facts.missing,
    },
    tasks,
    telemetry: facts.telemetry,
    trayTitle: settings.tray.title,
    keepingAwake: keepsAwake(settings, worker, tasks),
    problems: facts.problems,
  };
}

/** A row's own process, not what it started: a task's children count in the worker's total. */
function withUse(task: TaskRow, uses: ReadonlyMap<number, ProcessUse>): TaskRow {
  const use = task.pid === null ? undefined : uses.get(task.pid);
  return use === undefined ? task : { ...task, use };
}

/** The cluster that the worker is in; else the one that the settings name. */
function clusterOf({
  settings,
  run,
}: ProjectFacts): Pick<Snapshot['cluster'], 'kind' | 'name' | 'headAddress'> {
  const { cluster } = settings;
  const embedded = run ? run.embedded : cluster.kind === 'embedded';
  if (embedded) return { kind: 'embedded', name: 'this machine', headAddress: run?.headAddress ?? null };
  const headAddress = run?.headAddress ?? (cluster.kind === 'address' ? cluster.headAddress : null);
  if (headAddress === null) return { kind: 'none', name: 'no cluster', headAddress: null };
  return { kind: 'address', name: headAddress.slice(0, headAddress.lastIndexOf(':')), headAddress };
}

/** An idle actor keeps nobody waiting: only what runs holds the machine awake. */
function keepsAwake(settings: Settings, worker: WorkerState, tasks: readonly TaskRow[]): boolean {
  const holds = worker.kind === 'contributing' || worker.kind === 'draining' || worker.kind === 'lost';
  return settings.power.keepAwakeWhileTasksRun && holds && tasks.some((task) => task.busy);
}
