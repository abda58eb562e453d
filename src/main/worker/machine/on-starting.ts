import { waitAfter } from './backoff';
import {
  enterBackoff,
  enterContributing,
  enterDraining,
  enterFailed,
  enterJoining,
  enterLeaving,
  enterLost,
} from './enter';
import type { Observation, WorkerEvent } from './events';
import {
  headEnded,
  headWentMeanwhile,
  joinTimedOut,
  nodeDenied,
  prepareTimedOut,
  rayletExited,
  startEnded,
} from './faults';
import type { Fault, Machine, Run } from './machine';
import { and, reasonToLeave, stay, type Step, type StepContext } from './step';

/** Events while nothing runs yet, or while the head does not yet know the worker. */
export function onStartingEvent(machine: Machine, event: WorkerEvent, context: StepContext): Step {
  switch (machine.state.kind) {
    case 'off':
      return event.type === 'found'
        ? adopt({ ...machine, wanted: event.wanted }, event, context)
        : stay(machine);
    case 'preparing':
      return onPreparing(machine, event, context);
    case 'joining':
      return machine.run ? onJoining(machine, machine.run, event, context) : stay(machine);
    default:
      return stay(machine);
  }
}

/** Takes over a worker that an earlier Raybar left running. It is believed only after the next look at it. */
function adopt(machine: Machine, found: Extract<WorkerEvent, { type: 'found' }>, context: StepContext): Step {
  const { label, nodeId, joinedAt, drain, at } = found;
  const run: Run = { label, nodeId, joinedAt, adopted: true, misses: 0, denials: 0, busy: 0, lastLines: [] };
  const joining = enterJoining(machine, run, at, context);
  if (!drain || !nodeId) return joining;
  // A drain can't be taken back, so it goes on where the earlier Raybar left it.
  return stay({
    ...joining.machine,
    drain: { ...drain, sentAt: at, idleSince: null, evacuation: 'not-begun' },
    state: { kind: 'draining', label, nodeId, ...drain },
  });
}

function onPreparing(machine: Machine, event: WorkerEvent, context: StepContext): Step {
  const { state, ticket } = machine;
  if (state.kind !== 'preparing') return stay(machine);
  switch (event.type) {
    case 'prepareStep': {
      if (event.ticket !== ticket) return stay(machine);
      const deadlineAt = event.at + context.timings.prepareStepMs[event.step];
      return stay({ ...machine, state: { ...state, step: event.step, deadlineAt } });
    }
    case 'prepared': {
      if (event.ticket !== ticket) return stay(machine);
      const { label, at } = event;
      const run: Run = {
        label,
        nodeId: null,
        joinedAt: null,
        adopted: false,
        misses: 0,
        denials: 0,
        busy: 0,
        lastLines: [],
      };
      // The owner may have changed their mind in the same moment: then nothing is started.
      if (reasonToLeave(machine)) return stay(machine);
      return and(enterJoining(machine, run, at, context), { type: 'start', label });
    }
    case 'prepareFailed':
      if (event.ticket !== ticket) return stay(machine);
      return event.error.retryable
        ? enterBackoff(machine, event.error, waitAfter(event.error.code), event.at, context)
        : enterFailed(machine, event.error, [], event.at);
    case 'tick': {
      if (event.at < state.deadlineAt) return stay(machine);
      const error = prepareTimedOut(state.step, context.timings.prepareStepMs[state.step]);
      const backoff = enterBackoff(machine, error, waitAfter(error.code), event.at, context);
      return and(backoff, { type: 'cancelPrepare', ticket });
    }
    default:
      return stay(machine);
  }
}

function onJoining(machine: Machine, run: Run, event: WorkerEvent, context: StepContext): Step {
  const { state } = machine;
  if (state.kind !== 'joining') return stay(machine);
  const fail = (fault: Fault): Step => enterLeaving(machine, run, fault, event.at, context);
  switch (event.type) {
    case 'started':
      return event.label === run.label
        ? stay({ ...machine, state: { ...state, step: 'registering' } })
        : stay(machine);
    case 'exited':
      if (event.label !== run.label) return stay(machine);
      return fail(startEnded(event.error, event.lastLines, run.misses === 0));
    case 'observed':
      return event.label === run.label
        ? onJoiningLook(
            machine,
            { ...run, busy: event.observation.busy },
            event.observation,
            event.at,
            context,
          )
        : stay(machine);
    case 'tick':
      return event.at >= state.deadlineAt
        ? fail(joinTimedOut(context.timings.joinMs, run.lastLines, run.misses === 0))
        : stay(machine);
    default:
      return stay(machine);
  }
}

function onJoiningLook(
  machine: Machine,
  run: Run,
  seen: Observation,
  at: number,
  context: StepContext,
): Step {
  const { head } = seen;
  if (seen.raylet === 'gone') {
    const headAnswered = head.kind !== 'missed' && run.misses === 0;
    return enterLeaving(machine, run, rayletExited(headAnswered, run.lastLines), at, context);
  }
  if (head.kind === 'gone') {
    return enterLeaving(machine, run, headEnded(head.error), at, context);
  }
  const alive = seen.raylet === 'alive' && head.kind === 'answers' && head.node?.alive ? head.node : null;
  if (alive) {
    return reasonToLeave(machine)
      ? enterDraining(machine, run, alive.nodeId, at)
      : enterContributing(machine, run, alive.nodeId, at);
  }
  // Not known to the head yet: no task can be there, so it may simply end.
  if (reasonToLeave(machine) && !run.nodeId) return enterLeaving(machine, run, null, at, context);
  if (run.nodeId && head.kind === 'answers') {
    const denials = run.denials + 1;
    if (denials >= context.timings.deniedUntilDead)
      return enterLeaving(machine, run, nodeDenied(), at, context);
    return stay({ ...machine, run: { ...run, denials, misses: 0 } });
  }
  // An adopted worker whose head is silent may hold running tasks: it is lost, not failed.
  if (run.nodeId && head.kind === 'missed') {
    const missed: Run = { ...run, misses: run.misses + 1 };
    return missed.misses >= context.timings.missesUntilLost
      ? enterLost(machine, missed, { nodeId: run.nodeId, cause: 'head-silent', error: head.error }, at)
      : stay({ ...machine, run: missed });
  }
  return onUnknownToHead(machine, run, head, at, context);
}

/** The head does not know this worker yet, so no task can be there: nothing is lost by beginning anew. */
function onUnknownToHead(
  machine: Machine,
  run: Run,
  head: Observation['head'],
  at: number,
  context: StepContext,
): Step {
  if (head.kind === 'answers') return stay({ ...machine, run: { ...run, misses: 0 } });
  if (head.kind !== 'missed') return stay({ ...machine, run });
  const misses = run.misses + 1;
  // Where nobody listens the head that was asked before is no more. One that is only silent may be busy, as when it is lost.
  const went = head.error.code === 'head-refused' || misses >= context.timings.missesUntilLost;
  // What an earlier Raybar began may have become known, and be at work, before this one looked.
  return went && !run.adopted
    ? enterLeaving(machine, run, headWentMeanwhile(head.error, run.lastLines), at, context)
    : stay({ ...machine, run: { ...run, misses } });
}
