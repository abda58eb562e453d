import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { snapshotSchema } from '../../../../src/shared/snapshot';
import { levelSchema, preparingSteps, drainWhySchema } from '../../../../src/shared/worker-state';
import { headline } from '../../../../src/shared/view/headline';
import { offeredActions } from '../../../../src/shared/view/offered-actions';
import { formatResources } from '../../../../src/shared/view/resources';
import { stateLine } from '../../../../src/shared/view/state-line';
import { trayShapes } from '../../../../src/shared/view/tray-shape';
import { taskName } from '../../../../src/shared/view/words';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

const time = fc.integer({ min: exampleNow - 10 * 86_400_000, max: exampleNow + 10 * 86_400_000 });
const words = fc.oneof(fc.constant(''), fc.constant('  '), fc.string({ maxLength: 80 }));
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const states = exampleWorkerStates;

/** Every worker state with its times, steps and reasons set at random. */
const worker: fc.Arbitrary<Snapshot['worker']> = fc.oneof(
  fc.constant(states.off),
  fc
    .record({ attempt: fc.nat(), step: fc.constantFrom(...preparingSteps), since: time, deadlineAt: time })
    .map((parts) => ({ ...states.preparing, ...parts })),
  fc
    .record({
      attempt: fc.nat(),
      step: fc.constantFrom('starting' as const, 'registering' as const),
      since: time,
    })
    .map((parts) => ({ ...states.joining, ...parts })),
  fc
    .record({ level: fc.constantFrom(...levelSchema.options), since: time, adopted: fc.boolean() })
    .map((parts) => ({ ...states.contributing, ...parts })),
  fc
    .record({ since: time, cause: fc.constantFrom('head-silent' as const, 'node-dead' as const) })
    .map((parts) => ({ ...states.lost, ...parts })),
  fc
    .record(
      {
        why: fc.constantFrom(...drainWhySchema.options),
        since: time,
        acceptedAt: nullable(time),
        deadlineAt: time,
        tasksAtStart: fc.nat({ max: 30 }),
        error: fc.constant(states.lost.error),
      },
      { requiredKeys: ['why', 'since', 'acceptedAt', 'deadlineAt'] },
    )
    .map((parts) => ({ ...states.draining, ...parts })),
  fc
    .record({
      why: fc.constantFrom(...drainWhySchema.options, 'failure' as const),
      step: fc.constantFrom('terminating' as const, 'killing' as const),
      since: time,
    })
    .map((parts) => ({ ...states.leaving, ...parts })),
  fc
    .record({ attempt: fc.nat(), since: time, retryAt: time })
    .map((parts) => ({ ...states.backoff, ...parts })),
  time.map((since) => ({ ...states.failed, since })),
  time.map((since) => ({ ...states.asleep, since })),
  time.map((since) => ({ ...states.waking, since })),
);

const task: fc.Arbitrary<Snapshot['tasks'][number]> = fc.record({
  id: fc.string(),
  kind: fc.constantFrom('task' as const, 'actor' as const),
  name: words,
  pid: nullable(fc.nat()),
  busy: fc.boolean(),
  startedAt: nullable(time),
  resources: nullable(
    fc.dictionary(fc.string({ minLength: 1 }), fc.double({ min: 0, max: 1e12, noNaN: true })),
  ),
  use: fc.record({
    cpuPercent: fc.oneof(fc.double({ min: 0, max: 6_400, noNaN: true }), fc.record({ unavailable: words })),
    memoryBytes: fc.oneof(fc.double({ min: 0, max: 1e13, noNaN: true }), fc.record({ unavailable: words })),
  }),
});

const snapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    worker,
    tasks: fc.array(task, { maxLength: 12 }),
    wish: fc.record({ contribute: fc.boolean(), pausedUntil: nullable(time) }),
    decision: fc.record({
      wanted: fc.constantFrom('in' as const, 'out' as const),
      why: words,
      next: nullable(words),
      changesAt: nullable(time),
    }),
    cluster: fc.record({
      kind: fc.constantFrom('none' as const, 'embedded' as const, 'address' as const),
      name: words,
      headAddress: nullable(words),
      dashboardUrl: nullable(words),
      rayVersion: nullable(words),
      missing: fc.array(words),
    }),
  })
  .map((parts) => exampleSnapshot('off', parts));

const place = { locale: 'en-GB', timeZone: 'UTC' };

const isSaid = (text: string) => {
  expect(text.trim()).not.toBe('');
  expect(text).not.toMatch(/\b(undefined|null|NaN|Infinity|Invalid Date)\b|\[object/);
  expect(text).not.toMatch(/(^|· )( ·|$)/);
};

/** What the world calls things may hold any words; ours may not. */
const withPlainNames = (given: Snapshot): Snapshot => ({
  ...given,
  decision: { ...given.decision, why: given.decision.why.trim() === '' ? given.decision.why : 'a reason' },
  cluster: { ...given.cluster, name: given.cluster.name.trim() === '' ? '' : 'lab' },
});

it('whatever the state, its words are whole', () => {
  fc.assert(
    fc.property(snapshot, time, (any, now) => {
      const given = withPlainNames(any);
      expect(snapshotSchema.safeParse(given).success).toBe(true);
      const { title, subtitle, shape } = headline(given, now, place);
      isSaid(title);
      isSaid(subtitle);
      isSaid(stateLine(given, now, place));
      expect(trayShapes).toContain(shape);
    }),
  );
});

it('whatever runs here has a name and no empty resource', () => {
  fc.assert(
    fc.property(task, (row) => {
      expect(taskName(row).trim()).not.toBe('');
      for (const text of formatResources(row.resources ?? {})) expect(text).not.toMatch(/NaN|Infinity/);
    }),
  );
});

it('whatever the state, what is offered does not contradict itself', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      const offered = offeredActions(given);
      expect(offered.pause && offered.endPause).toBe(false);
      expect(offered.drain && !offered.leaveNow).toBe(false);
      expect(offered.contribute.on && !offered.contribute.enabled).toBe(false);
      expect(offered.setUp && offered.contribute.enabled).toBe(false);
      expect(offered.dashboard.enabled).toBe(offered.dashboard.reason === null);
    }),
  );
});
