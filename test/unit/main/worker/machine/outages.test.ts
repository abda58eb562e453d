import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timings } from '../../../../../src/main/worker/machine/timings';
import { OutageWorld, type Outage, type OutageKind } from './outage-world';

/** What Raybar promises from the moment that the head is back. */
const promisedMs = 10_000;
const slowest = (): number => 0.999;

const contributing = (jitter: () => number = slowest): OutageWorld => {
  const world = new OutageWorld(jitter);
  world.untilContributing(promisedMs);
  expect(world.kind).toBe('contributing');
  return world;
};

describe('A head that goes three times within two minutes', () => {
  const fates: [string, OutageKind, number | null][] = [
    ['the raylet survived it', 'killed', null],
    ['the raylet ended at once', 'killed', 0],
    ['the raylet ended meanwhile', 'killed', 4_000],
    ['the raylet ended as the head came back', 'killed', 9_900],
    ['the raylet survived a head that was only silent', 'silent', null],
    ['the raylet ended while the head was silent', 'silent', 4_000],
    ['the node was declared dead', 'gave-up', null],
    ['the node was declared dead and its raylet ended', 'gave-up', 4_500],
  ];
  it.each(
    fates.flatMap(([what, kind, rayletEndsAfterMs]) =>
      [5_000, 10_000, 60_000].map((forMs) => ({ what, kind, rayletEndsAfterMs, forMs })),
    ),
  )('has its worker back within 10 s each time: $what, away for $forMs ms', (outage) => {
    const world = contributing();
    for (const gapMs of [2_000, 15_000, 5_000]) {
      world.turn(gapMs);
      world.outage(outage);
      expect(world.untilContributing(2 * promisedMs)).toBeLessThanOrEqual(promisedMs);
    }
    expect(world.states).not.toContain('failed');
  });

  it('does not lengthen the waits for anything else, and is not lengthened by them', () => {
    const world = contributing();
    world.outage({ kind: 'killed', forMs: 60_000, rayletEndsAfterMs: 0 });
    world.untilContributing(promisedMs);
    const waits = [1, 2, 3, 4].map(() => {
      world.crash();
      world.turnUntil('backoff');
      const { state } = world.machine;
      const waitMs = state.kind === 'backoff' ? state.retryAt - state.since : 0;
      world.untilContributing(60_000);
      return Math.round(waitMs / 100) * 100;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    world.outage({ kind: 'killed', forMs: 10_000, rayletEndsAfterMs: 0 });
    expect(world.untilContributing(2 * promisedMs)).toBeLessThanOrEqual(promisedMs);
  });
});

describe('A head that goes in the middle of a join', () => {
  it.each([100, 600, 900, 1_200, 2_000, 3_900])(
    'after %i ms of it, has its worker within 10 s all the same',
    (afterMs) => {
      for (const kind of ['killed', 'silent'] as const) {
        const world = new OutageWorld(slowest);
        world.turnUntil('joining');
        world.turn(afterMs);
        world.outage({ kind, forMs: 5_000, rayletEndsAfterMs: null });
        expect(world.untilContributing(2 * promisedMs)).toBeLessThanOrEqual(promisedMs);
      }
    },
  );
});

describe('The fuse', () => {
  it('is blown by raylets that crash beside a head that is there', () => {
    const world = contributing();
    for (let crash = 0; crash < timings.crashesUntilFuse; crash++) {
      world.crash();
      world.untilContributing(30_000);
    }
    expect(world.kind).toBe('failed');
  });

  it('is not blown by a head that goes, however often', () => {
    const world = contributing();
    for (let time = 0; time < 3 * timings.crashesUntilFuse; time++) {
      world.outage({ kind: 'killed', forMs: 3_000, rayletEndsAfterMs: time % 2 === 0 ? 0 : 500 });
      world.untilContributing(promisedMs);
    }
    expect(world.kind).toBe('contributing');
  });
});

describe('Any outages in a row', () => {
  const outage: fc.Arbitrary<Outage & { gapMs: number }> = fc.record({
    kind: fc.constantFrom<OutageKind>('killed', 'silent', 'gave-up'),
    gapMs: fc.integer({ min: 1, max: 300 }).map((tenths) => tenths * 100),
    // A head is not there again before 2 s.
    forMs: fc.integer({ min: 20, max: 700 }).map((tenths) => tenths * 100),
    rayletEndsAfterMs: fc.option(fc.integer({ min: 0, max: 700 }).map((tenths) => tenths * 100)),
  });

  it('end with the worker back within 10 s after the last of them', () => {
    fc.assert(
      fc.property(
        fc.array(outage, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (outages, jitters) => {
          const world = contributing(() => Number(jitters.next().value ?? 0));
          for (const one of outages) {
            world.turn(one.gapMs);
            // A raylet that ends later than its head is back is a crash.
            const ends = one.rayletEndsAfterMs;
            world.outage({ ...one, rayletEndsAfterMs: ends !== null && ends < one.forMs ? ends : null });
          }
          expect(world.untilContributing(2 * promisedMs)).toBeLessThanOrEqual(promisedMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});
