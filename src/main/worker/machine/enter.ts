import type { RaybarError } from '../../../shared/errors';
import type { WorkerStateOf } from '../../../shared/worker-state';
import { backoffMs, type Wait } from './backoff';
import { crashLoop, drainsWithoutHead } from './faults';
import { withoutRetryPromises } from './retry-promise';
import { triesOf, withoutFailures, type Fault, type Machine, type Run } from './machine';
import { reasonToLeave, stay, type Step, type StepContext } from './step';

// How each state is entered. Every function leaves the machine whole: the state with the run, drain and fault it needs.

export function enterPreparing(machine: Machine, at: number, { timings }: StepContext): Step {
  const ticket = machine.ticket + 1;
  return {
    machine: {
      ...machine,
      ticket,
      run: null,
      drain: null,
      fault: null,
      again: null,
      state: {
        kind: 'preparing',
        attempt: triesOf(machine) + 1,
        step: 'environment',
        since: at,
        deadlineAt: at + timings.prepareStepMs.environment,
      },
    },
    effects: [{ type: 'prepare', ticket }],
  };
}

export function enterJoining(machine: Machine, run: Run, at: number, { timings }: StepContext): Step {
  return stay({
    ...machine,
    run,
    state: {
      kind: 'joining',
      attempt: triesOf(machine) + 1,
      step: run.adopted ? 'registering' : 'starting',
      label: run.label,
      since: at,
      deadlineAt: at + timings.joinMs,
      adopted: run.adopted,
    },
  });
}

export function enterContributing(machine: Machine, run: Run, nodeId: string, at: number): Step {
  const since = run.joinedAt ?? at;
  return stay({
    ...machine,
    awayTries: 0,
    run: { ...run, nodeId, joinedAt: since, misses: 0, denials: 0 },
    state: { kind: 'contributing', level: 'full', label: run.label, nodeId, since, adopted: run.adopted },
  });
}

export function enterLost(
  machine: Machine,
  run: Run,
  { nodeId, cause, error }: Pick<WorkerStateOf<'lost'>, 'nodeId' | 'cause' | 'error'>,
  at: number,
): Step {
  return stay({
    ...machine,
    run,
    state: { kind: 'lost', label: run.label, nodeId, since: at, cause, error },
  });
}

/** Begins a drain of a node that the head knows; `nodeId` is the run's own, recognised by its label. */
export function enterDraining(machine: Machine, run: Run, nodeId: string, at: number): Step {
  const { why, deadlineMs } = reasonToLeave(machine) ?? { why: 'owner' as const, deadlineMs: 0 };
  const deadlineAt = at + deadlineMs;
  const { state } = machine;
  const silent = state.kind === 'lost' && state.cause === 'head-silent' ? state.error : null;
  return {
    machine: {
      ...machine,
      run: { ...run, nodeId, denials: 0 },
      drain: {
        why,
        since: at,
        deadlineAt,
        acceptedAt: null,
        sentAt: at,
        idleSince: null,
        evacuation: 'not-begun',
      },
      state: {
        kind: 'draining',
        why,
        label: run.label,
        nodeId,
        since: at,
        acceptedAt: null,
        deadlineAt,
        tasksAtStart: run.busy,
        ...(silent && { error: drainsWithoutHead(silent) }),
      },
    },
    effects: [{ type: 'drain', label: run.label, nodeId, why }],
  };
}

/** Ends the run's processes; `fault` says why when nobody wished it. */
export function enterLeaving(
  machine: Machine,
  run: Run,
  fault: Fault | null,
  at: number,
  { timings }: StepContext,
): Step {
  return {
    machine: {
      ...machine,
      run,
      fault,
      state: {
        kind: 'leaving',
        why: fault ? 'failure' : (machine.drain?.why ?? reasonToLeave(machine)?.why ?? 'owner'),
        step: 'terminating',
        since: at,
        deadlineAt: at + timings.terminateMs,
      },
    },
    effects: [{ type: 'terminate', label: run.label }],
  };
}

export function enterBackoff(
  machine: Machine,
  error: RaybarError,
  wait: Wait,
  at: number,
  { jitter, timings }: StepContext,
): Step {
  const counter = wait === 'for-the-head' ? 'awayTries' : 'failures';
  const counted: Machine = { ...machine, [counter]: machine[counter] + 1 };
  const retryAt = at + backoffMs(wait, counted[counter], jitter, timings);
  return stay({
    ...counted,
    run: null,
    drain: null,
    fault: null,
    // The next try takes the new settings on anyway.
    again: null,
    state: { kind: 'backoff', attempt: triesOf(counted), since: at, retryAt, error },
  });
}

export function enterFailed(machine: Machine, error: RaybarError, lastLines: string[], at: number): Step {
  return stay({
    ...machine,
    run: null,
    drain: null,
    fault: null,
    again: null,
    state: { kind: 'failed', since: at, error: withoutRetryPromises(error), lastLines },
  });
}

/** Nothing runs and nothing should: off, or asleep while the machine is. */
export function enterRest(machine: Machine, at: number): Step {
  return stay({
    ...withoutFailures(machine),
    run: null,
    drain: null,
    fault: null,
    again: null,
    state: machine.asleep ? { kind: 'asleep', since: at } : { kind: 'off' },
  });
}

/** What follows once no process of the run is left. */
export function afterGone(machine: Machine, at: number, context: StepContext): Step {
  const { fault } = machine;
  const bare: Machine = { ...machine, run: null, drain: null, fault: null };
  if (machine.asleep || machine.wanted.kind === 'out') return enterRest(bare, at);
  if (!fault) return enterPreparing(withoutFailures(bare), at, context);
  if (!fault.error.retryable) return enterFailed(bare, fault.error, fault.lastLines, at);

  const { crashesUntilFuse, crashWindowMs } = context.timings;
  const crashes = [...bare.crashes, ...(fault.crash ? [at] : [])].filter((then) => at - then < crashWindowMs);
  if (crashes.length >= crashesUntilFuse) {
    const error = crashLoop(crashes.length, crashWindowMs, fault.error);
    return enterFailed({ ...bare, crashes: [] }, error, fault.lastLines, at);
  }
  const counted: Machine = { ...bare, crashes };
  return fault.wait === 'none'
    ? enterPreparing(counted, at, context)
    : enterBackoff(counted, fault.error, fault.wait, at, context);
}
