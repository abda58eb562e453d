import type { DrainWhy } from '../../../shared/worker-state';
import { leaveNowDeadlineMs } from '../../../shared/settings';
import type { Effect } from './events';
import type { Machine } from './machine';
import type { Timings } from './timings';

/** What one event makes of the machine. */
export interface Step {
  machine: Machine;
  effects: Effect[];
}

export interface StepContext {
  timings: Timings;
  /** A random number in [0, 1), drawn outside: the machine itself is pure. */
  jitter: number;
}

export const stay = (machine: Machine): Step => ({ machine, effects: [] });

export const and = (step: Step, ...effects: Effect[]): Step => ({
  ...step,
  effects: [...step.effects, ...effects],
});

/** Why and how quickly the worker must leave, or null when it may stay. Sleep comes first: it waits for nobody. */
export function reasonToLeave(machine: Machine): { why: DrainWhy; deadlineMs: number } | null {
  const { wanted } = machine;
  if (machine.asleep) return { why: 'sleep', deadlineMs: leaveNowDeadlineMs };
  if (wanted.kind === 'out') return { why: wanted.why, deadlineMs: wanted.deadlineMs };
  if (machine.again) return { why: 'settings', deadlineMs: machine.again.deadlineMs };
  return null;
}
