import { enterDraining, enterPreparing, enterRest } from './enter';
import type { WorkerEvent } from './events';
import { withoutFailures, type Machine } from './machine';
import { onLeavingEvent } from './on-leaving';
import { onLivingEvent } from './on-living';
import { onStartingEvent } from './on-starting';
import { and, reasonToLeave, stay, type Step, type StepContext } from './step';

/**
 * The worker's state machine: what `event` makes of `machine`, and what is to be done about it. Pure. Stale events (of
 * an earlier run or of a cancelled preparation) change nothing.
 */
export function next(machine: Machine, event: WorkerEvent, context: StepContext): Step {
  const told = hear(machine, event, context);
  const pursued = pursue(told.machine, event.at, context);
  return { machine: pursued.machine, effects: [...told.effects, ...pursued.effects] };
}

/** When a `tick` is due at the latest, in ms since the epoch; null when only other events move the machine. */
export function nextTickAt({ state, drain }: Machine, { timings }: StepContext): number | null {
  switch (state.kind) {
    case 'preparing':
    case 'joining':
    case 'leaving':
    case 'waking':
      return state.deadlineAt;
    case 'backoff':
      return state.retryAt;
    case 'draining':
      return drain && drain.acceptedAt === null
        ? Math.min(drain.deadlineAt, drain.sentAt + timings.drainRetryMs)
        : state.deadlineAt;
    default:
      return null;
  }
}

/** Takes in what happened. */
function hear(machine: Machine, event: WorkerEvent, context: StepContext): Step {
  switch (event.type) {
    case 'wanted':
      return stay({ ...machine, wanted: event.wanted });
    case 'suspend':
      return stay({ ...machine, asleep: true });
    case 'resume':
      return stay({ ...machine, asleep: false });
    case 'rejoin':
      return onRejoin(machine, event.at, event.deadlineMs, context);
    case 'tryNow':
      return machine.state.kind === 'backoff' || machine.state.kind === 'failed'
        ? enterPreparing({ ...machine, crashes: [] }, event.at, context)
        : stay(machine);
    default:
      break;
  }
  switch (machine.state.kind) {
    case 'off':
    case 'preparing':
    case 'joining':
      return onStartingEvent(machine, event, context);
    case 'contributing':
    case 'lost':
      return onLivingEvent(machine, event, context);
    case 'draining':
    case 'leaving':
      return onLeavingEvent(machine, event, context);
    case 'backoff':
      return event.type === 'tick' && event.at >= machine.state.retryAt
        ? enterPreparing(machine, event.at, context)
        : stay(machine);
    case 'waking':
      return event.type === 'tick' && event.at >= machine.state.deadlineAt
        ? enterPreparing(withoutFailures(machine), event.at, context)
        : stay(machine);
    default:
      return stay(machine);
  }
}

function onRejoin(machine: Machine, at: number, deadlineMs: number, context: StepContext): Step {
  switch (machine.state.kind) {
    case 'off':
    case 'asleep':
    case 'waking':
      return stay(machine);
    case 'backoff':
    case 'failed':
      return enterPreparing({ ...withoutFailures(machine), crashes: [] }, at, context);
    case 'preparing': {
      // The running preparation looks at the old settings: its answer would be about the wrong head.
      const restarted = enterPreparing(withoutFailures(machine), at, context);
      const cancel = { type: 'cancelPrepare', ticket: machine.ticket } as const;
      return { ...restarted, effects: [cancel, ...restarted.effects] };
    }
    default:
      return stay({ ...machine, again: { deadlineMs } });
  }
}

/** Moves towards what is wanted, as far as the state allows. */
function pursue(machine: Machine, at: number, context: StepContext): Step {
  const reason = reasonToLeave(machine);
  const { state } = machine;
  switch (state.kind) {
    case 'off':
      if (machine.asleep) return enterRest(machine, at);
      return reason ? stay(machine) : enterPreparing(withoutFailures(machine), at, context);
    case 'preparing':
      return reason
        ? and(enterRest(machine, at), { type: 'cancelPrepare', ticket: machine.ticket })
        : stay(machine);
    case 'contributing':
    case 'lost':
      return reason && machine.run ? enterDraining(machine, machine.run, state.nodeId, at) : stay(machine);
    case 'draining':
      return hurry(machine, at);
    case 'backoff':
    case 'failed':
    case 'waking':
      return reason ? enterRest(machine, at) : stay(machine);
    case 'asleep':
      if (machine.asleep) return stay(machine);
      if (reason) return enterRest(machine, at);
      return stay({
        ...machine,
        state: { kind: 'waking', since: at, deadlineAt: at + context.timings.wakeMs },
      });
    // A worker that is joining is not yet known to the head, so it can't be drained; the next look decides (on-starting.ts).
    case 'joining':
    case 'leaving':
      return stay(machine);
  }
}

/**
 * A drain that is under way gets a nearer deadline when the reason to leave has become more urgent, never a later one. The
 * head need not hear of it: the deadline is Raybar's own to enforce.
 */
function hurry(machine: Machine, at: number): Step {
  const reason = reasonToLeave(machine);
  const { drain, state } = machine;
  if (!reason || !drain || state.kind !== 'draining') return stay(machine);
  const deadlineAt = at + reason.deadlineMs;
  if (deadlineAt >= drain.deadlineAt) return stay(machine);
  return stay({
    ...machine,
    drain: { ...drain, why: reason.why, deadlineAt },
    state: { ...state, why: reason.why, deadlineAt },
  });
}
