import { describe, expect, it } from 'vitest';
import { OwnerWish } from '../../../src/main/owner-wish';
import { noWish, type Wish } from '../../../src/main/wish-store';
import type { RaybarError } from '../../../src/shared/errors';

const problem: RaybarError = {
  code: 'disk-full',
  tried: 'Wrote the wish',
  found: 'The disk is full.',
  fixes: [],
  retryable: true,
};

function wishOf({ kept = noWish, full = false }: { kept?: Wish; full?: boolean } = {}) {
  const written: Wish[] = [];
  const problems: [now: RaybarError | null, before: RaybarError | null][] = [];
  const disk = { full };
  const clock = { now: 1_000 };
  const wish = new OwnerWish({
    store: {
      read: async () => ({ value: kept, problem: null }),
      async write(value) {
        if (disk.full) throw new Error('ENOSPC');
        written.push(value);
      },
      remove: async () => undefined,
    },
    now: () => clock.now,
    asError: () => problem,
    onNotKept: (now, before) => problems.push([now, before]),
  });
  return { wish, written, problems, disk, clock };
}

describe('What the owner asked for', () => {
  it('holds at once, and lasts when it is kept', async () => {
    const { wish, written } = wishOf();
    wish.ask({ contribute: true, pausedUntil: null }, 15_000);
    expect(wish.current).toEqual({ version: 1, contribute: true, pausedUntil: null });
    expect(wish.hurryDeadlineMs).toBe(15_000);
    expect(written).toEqual([]);
    await wish.keep();
    expect(written).toEqual([wish.current]);
  });

  it('has a nearer deadline only as long as it is what was asked for last', () => {
    const { wish } = wishOf();
    wish.ask({ contribute: false, pausedUntil: null }, 0);
    wish.ask({ contribute: true, pausedUntil: null });
    expect(wish.hurryDeadlineMs).toBeNull();
  });

  it('holds although the disk is full, and the owner is told', async () => {
    const { wish, problems } = wishOf({ full: true });
    wish.ask({ contribute: false, pausedUntil: null });
    await wish.keep();
    expect(wish.current.contribute).toBe(false);
    expect(problems).toEqual([[problem, null]]);
  });

  it('is no problem any more once it could be kept, which is told once', async () => {
    const { wish, problems, disk } = wishOf({ full: true });
    await wish.keep();
    await wish.keep();
    disk.full = false;
    await wish.keep();
    await wish.keep();
    expect(problems).toEqual([
      [problem, null],
      [problem, problem],
      [null, problem],
    ]);
  });

  it('ends a pause in its time, one that ended while Raybar was away too', async () => {
    const paused: Wish = { version: 1, contribute: true, pausedUntil: 2_000 };
    const { wish, written, clock } = wishOf({ kept: paused });
    await wish.load();
    expect(wish.current).toEqual(paused);
    clock.now = 2_000;
    wish.endPauseInTime();
    expect(wish.current).toEqual({ ...paused, pausedUntil: null });
    expect(written).toEqual([wish.current]);

    const late = wishOf({ kept: { ...paused, pausedUntil: 500 } });
    await late.wish.load();
    expect(late.wish.current.pausedUntil).toBeNull();
  });
});
