import fc from 'fast-check';
import type { RaybarError } from '../../../../../src/shared/errors';
import type { WorkerEvent } from '../../../../../src/main/worker/machine/events';
import { drainWhySchema } from '../../../../../src/shared/worker-state';

export const nodeId = 'ab'.repeat(28);
const otherNodeId = 'cd'.repeat(28);

export const retryableError: RaybarError = {
  code: 'head-silent',
  tried: 'Asked the head',
  found: 'No answer.',
  fixes: ['Wait.'],
  retryable: true,
};
export const finalError: RaybarError = { ...retryableError, code: 'ray-version-mismatch', retryable: false };

const error = fc.constantFrom(retryableError, finalError, {
  ...retryableError,
  code: 'worker-start-failed',
} as RaybarError);
const label = fc.constantFrom('run-1', 'run-2', 'run-3', 'a-stale-run');
const ticket = fc.integer({ min: 0, max: 6 });
const at = fc.constant(0);

const head = fc.oneof(
  fc.record({
    kind: fc.constant('answers' as const),
    node: fc.option(fc.record({ nodeId: fc.constantFrom(nodeId, otherNodeId), alive: fc.boolean() }), {
      nil: null,
    }),
  }),
  fc.record({ kind: fc.constant('missed' as const), error }),
  fc.record({ kind: fc.constant('gone' as const), error }),
  fc.record({ kind: fc.constant('unasked' as const) }),
);

const observation = fc.record({
  raylet: fc.constantFrom('starting' as const, 'alive' as const, 'gone' as const),
  left: fc.constantFrom('none', 'no-tasks', 'some'),
  busy: fc.integer({ min: 0, max: 3 }),
  objects: fc.boolean(),
  head,
});

/** Any event at all, stale and contradictory ones included; its time is set by the sequence. */
export const arbitraryEvent: fc.Arbitrary<WorkerEvent> = fc.oneof(
  fc.record({ type: fc.constant('wanted' as const), at, wanted: fc.constant({ kind: 'in' as const }) }),
  fc.record({
    type: fc.constant('wanted' as const),
    at,
    wanted: fc.record({
      kind: fc.constant('out' as const),
      why: fc.constantFrom(...drainWhySchema.options),
      deadlineMs: fc.constantFrom(0, 15_000, 600_000),
    }),
  }),
  fc.record({ type: fc.constant('tick' as const), at }),
  fc.record({
    type: fc.constant('prepareStep' as const),
    at,
    ticket,
    step: fc.constantFrom('head' as const, 'versions' as const),
  }),
  fc.record({ type: fc.constant('prepared' as const), at, ticket, label }),
  fc.record({ type: fc.constant('prepareFailed' as const), at, ticket, error }),
  fc.record({ type: fc.constant('started' as const), at, label }),
  fc.record({
    type: fc.constant('exited' as const),
    at,
    label,
    error,
    lastLines: fc.constant<string[]>(['a line']),
  }),
  fc.record({ type: fc.constant('observed' as const), at, label, observation }),
  fc.record({ type: fc.constant('drainAccepted' as const), at, label }),
  fc.record({ type: fc.constant('drainFailed' as const), at, label, error }),
  fc.record({ type: fc.constant('evacuated' as const), at, label, complete: fc.boolean() }),
  fc.record({ type: fc.constant('suspend' as const), at }),
  fc.record({ type: fc.constant('resume' as const), at }),
  fc.record({ type: fc.constant('tryNow' as const), at }),
  fc.record({ type: fc.constant('rejoin' as const), at, deadlineMs: fc.constant(60_000) }),
  fc.record({
    type: fc.constant('found' as const),
    at,
    wanted: fc.constantFrom(
      { kind: 'in' as const },
      { kind: 'out' as const, why: 'owner' as const, deadlineMs: 600_000 },
    ),
    label,
    nodeId: fc.constantFrom(nodeId, null),
    joinedAt: fc.constantFrom(1, null),
    drain: fc.constantFrom({ why: 'owner' as const, since: 1, deadlineAt: 600_000, acceptedAt: 2 }, null),
  }),
);

/** Events in a row, with times that go forward by anything from nothing to a night's sleep. */
export const arbitraryEvents = fc
  .array(fc.tuple(arbitraryEvent, fc.constantFrom(0, 1, 200, 1_000, 5_000, 45_000, 8 * 3_600_000)), {
    maxLength: 60,
  })
  .map((steps) => {
    let now = 1_000;
    return steps.map(([event, passed]): WorkerEvent => ({ ...event, at: (now += passed) }));
  });
