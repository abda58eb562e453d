import type { Snapshot } from '../snapshot';
import type { DrainWhy, WorkerStateOf } from '../worker-state';
import {
  formatBytes,
  formatCount,
  formatCountdown,
  formatDuration,
  formatMoment,
  shortNodeId,
  type Place,
} from './format';
import { isAboutToJoin, isPaused, isUnset, trayShape, type TrayShape } from './tray-shape';
import { clusterName, countTasks, tasksLeft, thisComputer } from './words';

export interface Headline {
  /** The state in two to five words, e.g. "Contributing to lab". */
  readonly title: string;
  /** Its circumstances, parted by " · ", e.g. "since 09:12 · 2 tasks · node 5a19…98e". */
  readonly subtitle: string;
  readonly shape: TrayShape;
}

/**
 * The state in two lines, for the head of the popover.
 *
 * @param now ms since the epoch; durations and countdowns are told from it.
 */
export function headline(snapshot: Snapshot, now: number, place: Place = {}): Headline {
  const [title, ...circumstances] = lines(snapshot, now, place);
  return { title, subtitle: circumstances.join(' · '), shape: trayShape(snapshot) };
}

type Lines = [title: string, ...circumstances: [string, ...string[]]];

function lines(snapshot: Snapshot, now: number, place: Place): Lines {
  const { worker } = snapshot;
  const cluster = clusterName(snapshot.cluster);
  switch (worker.kind) {
    case 'off':
      return offLines(snapshot, now, place);
    case 'preparing':
      return [`Joining ${cluster}`, preparingStep(worker, snapshot), ...attempt(worker.attempt)];
    case 'joining':
      return [`Joining ${cluster}`, joiningSteps[worker.step], ...attempt(worker.attempt)];
    case 'contributing':
      return [
        contributingTitle(worker, cluster),
        `since ${formatMoment(worker.since, now, place)}`,
        countTasks(snapshot.tasks.length),
        `node ${shortNodeId(worker.nodeId)}`,
      ];
    case 'lost':
      return ['Lost the cluster', `for ${formatDuration(now - worker.since)}`, lostThen[worker.cause]];
    case 'draining':
      return [
        drainTitles[worker.why],
        tasksLeft(snapshot.tasks, worker.tasksAtStart),
        drainEnd(worker, now, place),
        ...(worker.error === undefined ? [] : ['the head does not answer']),
      ];
    case 'leaving':
      return [
        worker.why === 'failure' ? 'Stopping the worker' : `Leaving ${cluster}`,
        worker.step === 'terminating'
          ? 'Ray’s worker is asked to end'
          : 'ending what is left of Ray’s worker',
      ];
    case 'backoff':
      return [`Cannot join ${cluster}`, retry(worker, now), ...attempt(worker.attempt)];
    case 'failed':
      return [`Cannot join ${cluster}`, `gave up at ${formatMoment(worker.since, now, place)}`];
    case 'asleep':
      return [
        'Asleep',
        snapshot.wish.contribute ? `joins ${cluster} again after wake` : 'stays out after wake',
      ];
    case 'waking':
      return ['Waking up', `joins ${cluster} once the network is back`];
  }
}

const lostThen: Record<WorkerStateOf<'lost'>['cause'], string> = {
  'head-silent': 'trying again',
  'head-gone': 'starting the head anew',
  'node-dead': 'joining anew',
};

function offLines(snapshot: Snapshot, now: number, place: Place): Lines {
  const { app, decision, machine, wish } = snapshot;
  const cluster = clusterName(snapshot.cluster);
  if (isUnset(snapshot)) {
    return [
      `Lend ${thisComputer(app.platform)} to a Ray cluster`,
      machine.chip.trim() || machine.hostname.trim() || 'no cluster yet',
      formatCount(machine.cpuCount, 'core'),
      formatBytes(machine.memoryBytes),
    ];
  }
  if (isPaused(snapshot) && wish.pausedUntil !== null) {
    return [
      `Paused until ${formatMoment(wish.pausedUntil, now, place)}`,
      `joins ${cluster} again in ${formatCountdown(wish.pausedUntil - now)}`,
    ];
  }
  if (isAboutToJoin(snapshot)) return [`Joining ${cluster}`, 'about to start'];
  if (wish.contribute && decision.why.trim() !== '') return ['Not contributing', decision.why];
  return ['Not contributing', `nothing runs here for ${cluster}`];
}

function preparingStep({ step }: WorkerStateOf<'preparing'>, { app, cluster }: Snapshot): string {
  switch (step) {
    case 'environment':
      return 'checking the Python environment';
    case 'installing':
      return 'installing Ray, which takes a minute or two';
    case 'embedded-head':
      return `starting a Ray head on ${thisComputer(app.platform)}`;
    case 'head':
      return cluster.kind === 'address' && cluster.headAddress !== null
        ? `asking the head at ${cluster.headAddress}`
        : 'asking the head';
    case 'versions':
      return 'comparing Ray and Python versions';
  }
}

const joiningSteps: Record<WorkerStateOf<'joining'>['step'], string> = {
  starting: 'starting Ray’s worker',
  registering: 'waiting for the head to list this node',
};

/** The first attempt goes without saying. */
function attempt(count: number): string[] {
  return count > 1 ? [`attempt ${count}`] : [];
}

function contributingTitle({ level }: WorkerStateOf<'contributing'>, cluster: string): string {
  return level === 'held' ? 'Held for you' : `Contributing to ${cluster}`;
}

/** Also the state line's words, so that the menu and the popover call a drain the same. */
export const drainTitles: Record<DrainWhy, string> = {
  owner: 'Draining',
  pause: 'Draining for a pause',
  sleep: 'Draining before sleep',
  quit: 'Draining before quitting',
  settings: 'Draining for new settings',
  'leave-now': 'Leaving now',
};

function drainEnd(worker: WorkerStateOf<'draining'>, now: number, place: Place): string {
  const { acceptedAt, deadlineAt, error } = worker;
  if (now >= deadlineAt) return 'time is up';
  if (acceptedAt === null && error === undefined) return 'telling the head';
  return `done by ${formatMoment(deadlineAt, now, place, 'second')}`;
}

function retry({ retryAt }: WorkerStateOf<'backoff'>, now: number): string {
  return retryAt <= now ? 'trying again now' : `trying again in ${formatCountdown(retryAt - now)}`;
}
