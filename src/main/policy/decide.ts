import { leaveNowDeadlineMs } from '../../shared/settings';
import type { DrainWhy } from '../../shared/worker-state';

/** What the owner asked for, and what else bears on whether this machine contributes. */
export interface DecideFacts {
  contribute: boolean;
  /** The end of a pause, in ms since the epoch. */
  pausedUntil: number | null;
  /** "Leave now", or a deadline that the owner named: nearer than the settings'. */
  hurryDeadlineMs: number | null;
  clusterChosen: boolean;
  /** False when the settings could not be read: then nothing is joined by guess. */
  settingsRead: boolean;
  /** Raybar ends and takes the worker with it. */
  quitting: boolean;
  /** How long tasks may go on then. */
  quitDeadlineMs: number;
  drainDeadlineMs: number;
  now: number;
}

export type Decision =
  | { wanted: 'in'; why: DecisionReason; changesAt: null }
  | { wanted: 'out'; why: DecisionReason; drainWhy: DrainWhy; deadlineMs: number; changesAt: number | null };

export type DecisionReason =
  'switched-on' | 'switched-off' | 'paused' | 'no-cluster' | 'settings-unread' | 'quitting';

/** Whether this machine ought to be in the cluster. Pure; the first reason to be out wins. */
export function decide(facts: DecideFacts): Decision {
  const out = (why: DecisionReason, drainWhy: DrainWhy, changesAt: number | null = null): Decision => {
    const wishedMs =
      drainWhy === 'quit' ? facts.quitDeadlineMs : (facts.hurryDeadlineMs ?? facts.drainDeadlineMs);
    const now = drainWhy === 'owner' && wishedMs <= leaveNowDeadlineMs;
    return { wanted: 'out', why, drainWhy: now ? 'leave-now' : drainWhy, deadlineMs: wishedMs, changesAt };
  };
  if (facts.quitting) return out('quitting', 'quit');
  if (!facts.settingsRead) return out('settings-unread', 'settings');
  if (!facts.clusterChosen) return out('no-cluster', 'settings');
  if (!facts.contribute) return out('switched-off', 'owner');
  if (facts.pausedUntil !== null && facts.now < facts.pausedUntil)
    return out('paused', 'pause', facts.pausedUntil);
  return { wanted: 'in', why: 'switched-on', changesAt: null };
}
