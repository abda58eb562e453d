import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueNow, type Scheduled } from '../../../../../src/main/observe/darwin/schedule';

const pace = {
  gpu: { everyMs: 0, always: true },
  kernel: { everyMs: 2_000 },
  memory: { everyMs: 1_000 },
  processes: { everyMs: 1_000, atMostMs: 2_000 },
  network: { everyMs: 2_000 },
  power: { everyMs: 15_000 },
  heat: { everyMs: 15_000 },
  disk: { everyMs: 60_000 },
} as const satisfies Record<string, { everyMs: number; atMostMs?: number; always?: boolean }>;
const names = ['gpu', 'kernel', 'memory', 'processes', 'network', 'power', 'heat', 'disk'] as const;
type Name = (typeof names)[number];

/** Samples one after the other, `hung` never ending; answers the longest time that each had to wait, and the most that one sample began. */
function play(sampleMs: number, count: number, jitter: readonly number[] = [0], hung: Name | null = null) {
  const begunAt = new Map<Name, number>();
  const longest = new Map<Name, number>();
  const counts = new Map<Name, number>();
  let most = 0;
  let now = 0;
  for (let index = 0; index < count; index += 1) {
    now += sampleMs + (jitter[index % jitter.length] ?? 0);
    const scheduled = names.map((name): Scheduled<Name> => {
      const at = begunAt.get(name) ?? null;
      return { name, ...pace[name], begunAt: at, running: name === hung && at !== null };
    });
    const due = dueNow(scheduled, { now, most: 3, sampleEveryMs: sampleMs });
    most = Math.max(most, due.length);
    for (const name of due) {
      longest.set(name, Math.max(longest.get(name) ?? 0, now - (begunAt.get(name) ?? now)));
      begunAt.set(name, now);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return { most, longest, begunAt, counts };
}

describe('while a window watches', () => {
  const { most, longest } = play(1_000, 3_600);

  it('no sample begins more than three commands', () => {
    expect(most).toBe(3);
  });

  it('the GPU is asked at every sample, and processes at least every 2 s', () => {
    expect(longest.get('gpu')).toBe(1_000);
    expect(longest.get('processes')).toBeLessThanOrEqual(2_000);
  });

  it('everything else has its turn, a little later than it would like', () => {
    expect(longest.get('memory')).toBeLessThanOrEqual(4_000);
    expect(longest.get('kernel')).toBeLessThanOrEqual(4_000);
    expect(longest.get('network')).toBeLessThanOrEqual(4_000);
    expect(longest.get('power')).toBeLessThanOrEqual(30_000);
    expect(longest.get('heat')).toBeLessThanOrEqual(30_000);
    expect(longest.get('disk')).toBeLessThanOrEqual(120_000);
  });
});

it('while the supervisor lists processes anyway, memory is read at nearly every sample', () => {
  const { longest, counts } = play(1_000, 3_600, [0], 'processes');
  expect(counts.get('memory')).toBeGreaterThan(3_000);
  expect(longest.get('memory')).toBeLessThanOrEqual(3_000);
  expect(longest.get('kernel')).toBeLessThanOrEqual(4_000);
});

it('with few samples everything still has its turn', () => {
  const { most, longest } = play(15_000, 1_000);
  expect(most).toBe(3);
  for (const name of names) expect(longest.get(name)).toBeLessThanOrEqual(240_000);
});

it('a command that hangs is not begun anew, and gives its place to others', () => {
  const { begunAt } = play(1_000, 100, [0], 'memory');
  const first = begunAt.get('memory') ?? 0;
  expect(first).toBeLessThanOrEqual(4_000);
  expect(begunAt.get('kernel')).toBeGreaterThan(95_000);
});

it('holds for any jitter of the timer', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40, max: 300 }), { minLength: 1, maxLength: 50 }), (jitter) => {
      const { most, longest } = play(1_000, 400, jitter);
      expect(most).toBeLessThanOrEqual(3);
      expect(longest.get('processes')).toBeLessThanOrEqual(2_600);
      expect([...longest.keys()]).toHaveLength(names.length);
    }),
    { numRuns: 100 },
  );
});
