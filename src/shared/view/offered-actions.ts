import type { CommandInput } from '../ipc';
import type { Snapshot } from '../snapshot';
import { isPaused, isUnset } from './tray-shape';

/**
 * What the owner can do now. The menu and the popover both draw from this, so that neither offers what the other
 * refuses. Logs, Settings and Quit are always there.
 */
export interface OfferedActions {
  /** The switch shows the wish, not the state: it stays on while the cluster is lost or a pause runs. */
  readonly contribute: { readonly on: boolean; readonly enabled: boolean };
  readonly pause: boolean;
  readonly endPause: boolean;
  /** "Drain…": let the tasks finish, and stay out. */
  readonly drain: boolean;
  readonly leaveNow: boolean;
  readonly tryNow: boolean;
  /** "Join a cluster…" and "Try it here". */
  readonly setUp: boolean;
  /** `reason` says why there is none to open; null when there is. */
  readonly dashboard: { readonly enabled: boolean; readonly reason: string | null };
}

export function offeredActions(snapshot: Snapshot): OfferedActions {
  const { cluster, wish, worker } = snapshot;
  const configured = cluster.kind !== 'none';
  const paused = isPaused(snapshot);
  const joined = worker.kind === 'contributing' || worker.kind === 'lost';
  const drainsLong = worker.kind === 'draining' && worker.why !== 'leave-now' && worker.why !== 'sleep';
  const ended = worker.kind === 'failed' || worker.kind === 'asleep';
  const goesByItself = worker.kind === 'draining' && (worker.why === 'sleep' || worker.why === 'quit');
  const stuck = worker.kind === 'lost' || worker.kind === 'backoff' || worker.kind === 'failed';
  return {
    contribute: { on: configured && wish.contribute, enabled: configured },
    pause: configured && wish.contribute && !paused && !ended && !goesByItself,
    endPause: configured && paused,
    drain: joined,
    leaveNow: joined || drainsLong,
    tryNow: configured && wish.contribute && !paused && stuck,
    setUp: isUnset(snapshot),
    dashboard: dashboard(cluster),
  };
}

function dashboard(cluster: Snapshot['cluster']): OfferedActions['dashboard'] {
  if (cluster.dashboardUrl !== null) return { enabled: true, reason: null };
  return {
    enabled: false,
    reason:
      cluster.kind === 'none' ? 'There is no cluster yet.' : 'The head has not told where its dashboard is.',
  };
}

/** The lengths of a pause that are offered, everywhere in this order. */
export const pauseChoices: readonly { readonly label: string; readonly input: CommandInput<'pause'> }[] = [
  { label: '30 min', input: { minutes: 30 } },
  { label: '1 h', input: { minutes: 60 } },
  { label: '3 h', input: { minutes: 180 } },
  { label: 'until tomorrow', input: { until: 'tomorrow' } },
];
