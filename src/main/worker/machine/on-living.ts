import { enterContributing, enterLeaving, enterLost } from './enter';
import type { Observation, WorkerEvent } from './events';
import { headEnded, nodeDenied, nodeUnreachable, rayletExited, unreachableDeath } from './faults';
import type { Machine, Run } from './machine';
import { stay, type Step, type StepContext } from './step';

/** Events while the worker is up: contributing, or out of touch with its head. */
export function onLivingEvent(machine: Machine, event: WorkerEvent, context: StepContext): Step {
  const { run } = machine;
  if (!run || !('label' in event) || event.label !== run.label) return stay(machine);
  switch (event.type) {
    // `ray start` may end before or long after its raylet: it decides nothing, but its last words are kept.
    case 'exited':
      return stay({ ...machine, run: { ...run, lastLines: event.lastLines } });
    case 'observed':
      return onLook(machine, { ...run, busy: event.observation.busy }, event.observation, event.at, context);
    default:
      return stay(machine);
  }
}

function onLook(machine: Machine, run: Run, seen: Observation, at: number, context: StepContext): Step {
  const { state } = machine;
  if (state.kind !== 'contributing' && state.kind !== 'lost') return stay(machine);
  const { head } = seen;
  if (seen.raylet !== 'alive') {
    if (state.kind === 'lost' && state.cause === 'head-gone') {
      return enterLeaving(machine, run, headEnded(state.error), at, context);
    }
    const death = head.kind === 'answers' ? head.node?.death : undefined;
    if (state.kind === 'contributing' && run.misses === 0 && unreachableDeath(death)) {
      return enterLeaving(machine, run, nodeUnreachable(death, run.lastLines), at, context);
    }
    // Given up by the head first, and told so.
    if (run.denials > 0) return enterLeaving(machine, run, nodeDenied(), at, context);
    // Not asked in this look is no evidence against the head.
    const headAnswered = head.kind !== 'missed' && state.kind === 'contributing' && run.misses === 0;
    return enterLeaving(machine, run, rayletExited(headAnswered, run.lastLines), at, context);
  }
  switch (head.kind) {
    case 'unasked':
      return stay({ ...machine, run });
    case 'gone':
      // Lost first, which is what happened; the next look ends the worker and makes room for another head.
      return state.kind === 'contributing'
        ? enterLost(machine, run, { nodeId: state.nodeId, cause: 'head-gone', error: head.error }, at)
        : enterLeaving(machine, run, headEnded(head.error), at, context);
    case 'missed': {
      const missed: Run = { ...run, misses: run.misses + 1 };
      if (state.kind === 'contributing' && missed.misses >= context.timings.missesUntilLost) {
        return enterLost(
          machine,
          missed,
          { nodeId: state.nodeId, cause: 'head-silent', error: head.error },
          at,
        );
      }
      return stay({ ...machine, run: missed });
    }
    case 'answers': {
      if (!head.node?.alive) {
        const denied: Run = { ...run, misses: 0, denials: run.denials + 1 };
        return denied.denials >= context.timings.deniedUntilDead
          ? enterLeaving(machine, denied, nodeDenied(), at, context)
          : stay({ ...machine, run: denied });
      }
      if (state.kind === 'lost') return enterContributing(machine, run, state.nodeId, at);
      const stable = at - state.since >= context.timings.stableMs;
      return stay({
        ...machine,
        run: { ...run, misses: 0, denials: 0 },
        failures: stable ? 0 : machine.failures,
        crashes: stable ? [] : machine.crashes,
      });
    }
  }
}
