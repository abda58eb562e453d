import type { Snapshot } from '../snapshot';

/** A state is told by a shape, never by a colour: the tray's icons and the windows' are named so. */
export const trayShapes = [
  'off',
  'joining',
  'contributing',
  'busy',
  'draining',
  'lost',
  'failed',
  'asleep',
  'paused',
] as const;

export type TrayShape = (typeof trayShapes)[number];

/** Each shape in a word or two, for who cannot see it. */
export const shapeNames: Record<TrayShape, string> = {
  off: 'off',
  joining: 'joining',
  contributing: 'contributing',
  busy: 'contributing, tasks run',
  draining: 'draining',
  lost: 'connection lost',
  failed: 'failed',
  asleep: 'asleep',
  paused: 'paused',
};

export function trayShape(snapshot: Snapshot): TrayShape {
  const { worker } = snapshot;
  switch (worker.kind) {
    case 'off':
      if (isPaused(snapshot)) return 'paused';
      return isAboutToJoin(snapshot) ? 'joining' : 'off';
    case 'preparing':
    case 'joining':
    case 'waking':
      return 'joining';
    case 'contributing':
      if (worker.level === 'held') return 'paused';
      return snapshot.tasks.some((task) => task.busy) ? 'busy' : 'contributing';
    case 'draining':
    case 'leaving':
      return 'draining';
    case 'lost':
    case 'backoff':
      return 'lost';
    case 'failed':
      return 'failed';
    case 'asleep':
      return 'asleep';
  }
}

/** The owner wants to contribute, but not before a time. Main ends a pause by clearing it. */
export function isPaused({ wish }: Pick<Snapshot, 'wish'>): boolean {
  return wish.contribute && wish.pausedUntil !== null;
}

/** Off at this moment, and wanted in: the worker is about to start. */
export function isAboutToJoin({ cluster, decision, worker }: Snapshot): boolean {
  return worker.kind === 'off' && decision.wanted === 'in' && cluster.kind !== 'none';
}

/** No cluster was chosen yet: the surfaces welcome instead of reporting. */
export function isUnset({ cluster, worker }: Snapshot): boolean {
  return cluster.kind === 'none' && worker.kind === 'off';
}
