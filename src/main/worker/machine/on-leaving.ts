import type { WorkerState } from '../../../shared/worker-state';
import { afterGone, enterLeaving } from './enter';
import type { Observation, WorkerEvent } from './events';
import { drainsWithoutHead } from './faults';
import type { Drain, Machine, Run } from './machine';
import { stay, type Step, type StepContext } from './step';

/** Events on the way out: draining while tasks end, then leaving while processes end. */
export function onLeavingEvent(machine: Machine, event: WorkerEvent, context: StepContext): Step {
  const { run, state } = machine;
  if (!run) return stay(machine);
  if ('label' in event && event.label !== run.label) return stay(machine);
  return state.kind === 'draining'
    ? onDraining(machine, run, event, context)
    : onLeaving(machine, run, event, context);
}

function onDraining(machine: Machine, run: Run, event: WorkerEvent, context: StepContext): Step {
  const { state, drain } = machine;
  if (state.kind !== 'draining' || !drain) return stay(machine);
  switch (event.type) {
    case 'drainAccepted': {
      const acceptedAt = drain.acceptedAt ?? event.at;
      return stay({ ...machine, drain: { ...drain, acceptedAt }, state: { ...state, acceptedAt } });
    }
    case 'evacuated': {
      const evacuated: Drain = { ...drain, evacuation: event.complete ? 'complete' : 'incomplete' };
      const moved: Machine = { ...machine, drain: evacuated };
      // Nothing pins the copies until the node is gone: so it goes at once, unless something runs again.
      return event.complete && drain.idleSince !== null
        ? enterLeaving(moved, run, null, event.at, context)
        : stay(moved);
    }
    case 'observed':
      return onDrainingLook(machine, run, drain, event.observation, event.at, context);
    case 'tick': {
      if (event.at >= drain.deadlineAt) return enterLeaving(machine, run, null, event.at, context);
      const unanswered = drain.acceptedAt === null && event.at >= drain.sentAt + context.timings.drainRetryMs;
      return unanswered ? sendDrain(machine, run, drain, event.at) : stay(machine);
    }
    default:
      return stay(machine);
  }
}

function onDrainingLook(
  machine: Machine,
  run: Run,
  drain: Drain,
  seen: Observation,
  at: number,
  context: StepContext,
): Step {
  const { timings } = context;
  const { head } = seen;
  // It went by itself, as a drained raylet does once idle; what is left of its group is ended.
  if (seen.raylet === 'gone') return enterLeaving(machine, run, null, at, context);
  if (head.kind === 'gone') return enterLeaving(machine, run, null, at, context);
  const denied = head.kind === 'answers' && !head.node?.alive;
  const denials = denied ? run.denials + 1 : head.kind === 'answers' ? 0 : run.denials;
  const misses = head.kind === 'missed' ? run.misses + 1 : head.kind === 'answers' ? 0 : run.misses;
  if (denials >= timings.deniedUntilDead) return enterLeaving(machine, run, null, at, context);

  const idleSince = seen.busy > 0 ? null : (drain.idleSince ?? at);
  const lookedRun: Run = { ...run, denials, misses };
  const looked: Machine = {
    ...machine,
    state: withHeadError(machine.state, head, misses >= timings.missesUntilLost),
    run: lookedRun,
    drain: { ...drain, idleSince },
  };
  if (idleSince === null) return stay(looked);
  return whenQuiet(looked, lookedRun, { ...drain, idleSince }, seen.objects, at, context);
}

/** The drain's state, with the error of a head that does not answer: the first of an outage, until an answer comes. */
function withHeadError(state: WorkerState, head: Observation['head'], headLost: boolean): WorkerState {
  if (state.kind !== 'draining') return state;
  if (head.kind === 'answers') {
    const { error: _, ...answered } = state;
    return answered;
  }
  return head.kind === 'missed' && headLost && !state.error
    ? { ...state, error: drainsWithoutHead(head.error) }
    : state;
}

/**
 * Nothing runs here. An idle actor or the only copy of an object would keep the raylet up for good, so it is helped out: objects are
 * moved first, because Ray charges for computing them again (docs/adr/0011).
 */
function whenQuiet(
  machine: Machine,
  run: Run,
  drain: Drain & { idleSince: number },
  objects: boolean,
  at: number,
  context: StepContext,
): Step {
  const { timings } = context;
  const quietMs = at - drain.idleSince;
  // A head that can't be told has nothing to lose here either; one that is only late will be told.
  const headLost = run.misses >= timings.missesUntilLost;
  const told = drain.acceptedAt !== null || headLost;
  if (quietMs < timings.actorQuietMs || !told || machine.state.kind !== 'draining') return stay(machine);
  // What a head knows that was there a moment ago may still be fetched; of one that was never told, nothing is known.
  const nothingToLose = !objects || drain.evacuation === 'complete' || drain.acceptedAt === null;
  if (nothingToLose || quietMs >= timings.objectQuietMs) {
    // An evacuation under way is worth waiting for until the deadline, but not for a head that is away: it would come to no end.
    const worthWaiting = drain.evacuation === 'under-way' && !headLost;
    return worthWaiting ? stay(machine) : enterLeaving(machine, run, null, at, context);
  }
  // Without the head nothing can be moved.
  if (drain.evacuation !== 'not-begun' || headLost) return stay(machine);
  return {
    machine: { ...machine, drain: { ...drain, evacuation: 'under-way' } },
    effects: [
      { type: 'evacuate', label: run.label, nodeId: machine.state.nodeId, deadlineAt: drain.deadlineAt },
    ],
  };
}

function sendDrain(machine: Machine, run: Run, drain: Drain, at: number): Step {
  const { state } = machine;
  if (state.kind !== 'draining') return stay(machine);
  return {
    machine: { ...machine, drain: { ...drain, sentAt: at } },
    effects: [{ type: 'drain', label: run.label, nodeId: state.nodeId, why: drain.why }],
  };
}

function onLeaving(machine: Machine, run: Run, event: WorkerEvent, context: StepContext): Step {
  const { state, fault } = machine;
  if (state.kind !== 'leaving') return stay(machine);
  switch (event.type) {
    case 'exited':
      return fault && fault.lastLines.length === 0
        ? stay({ ...machine, fault: { ...fault, lastLines: event.lastLines } })
        : stay(machine);
    case 'observed': {
      const { left, raylet } = event.observation;
      if (left === 'none') return afterGone(machine, event.at, context);
      const harmless = raylet !== 'alive' && (left === 'no-tasks' || run.nodeId === null);
      if (!harmless || state.step !== 'terminating') return stay(machine);
      const deadlineAt = Math.min(state.deadlineAt, event.at + context.timings.terminateRestMs);
      return stay({ ...machine, state: { ...state, deadlineAt } });
    }
    case 'tick':
      if (event.at < state.deadlineAt) return stay(machine);
      return {
        machine: {
          ...machine,
          state: { ...state, step: 'killing', deadlineAt: event.at + context.timings.killMs },
        },
        effects: [{ type: 'kill', label: run.label }],
      };
    default:
      return stay(machine);
  }
}
