import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, inTurn, median, p99 } from '../../bench/measure';

const values = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 300 });

describe('the figures of a bench', () => {
  it.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('the median of %j is %d', (of, middle) => {
    expect(median(of)).toBe(middle);
  });

  it('p99 is the largest of few values, and leaves one of a hundred out', () => {
    expect(p99([3, 9, 1])).toBe(9);
    expect(p99(Array.from({ length: 100 }, (_, index) => index + 1))).toBe(99);
  });

  it('lie within the values, whatever their order', () => {
    fc.assert(
      fc.property(values, (of) => {
        expect(median(of)).toBeGreaterThanOrEqual(Math.min(...of));
        expect(median(of)).toBeLessThanOrEqual(p99(of));
        expect(of).toContain(p99(of));
        expect(p99([...of, ...of])).toBeLessThanOrEqual(Math.max(...of));
      }),
    );
  });

  it('of nothing are an error, not 0', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => p99([])).toThrow(RangeError);
  });

  it('compare Raybar to the reference', () => {
    expect(compare('drain', 'ms', [40, 42], { what: 'ray drain-node', values: [1_000, 3_000] })).toEqual({
      bench: 'drain',
      unit: 'ms',
      raybar: { median: 41, p99: 42, n: 2 },
      reference: { what: 'ray drain-node', median: 2_000, p99: 3_000, n: 2 },
      ratio: 0.021,
    });
  });
});

describe('two arms', () => {
  const arms = (order: string[]) => ({
    raybar: async () => order.push('raybar'),
    reference: async () => order.push('reference'),
  });

  it('run in turn and change places each round', async () => {
    const order: string[] = [];
    const { signal } = new AbortController();
    const taken = await inTurn(2, arms(order), { signal, report: () => undefined });
    expect(order).toEqual(['raybar', 'reference', 'reference', 'raybar']);
    expect(taken).toEqual({ raybar: [1, 4], reference: [2, 3] });
  });

  it('begin no further round after Ctrl-C', async () => {
    const order: string[] = [];
    const calledOff = new AbortController();
    const running = inTurn(5, arms(order), { signal: calledOff.signal, report: () => calledOff.abort() });
    await expect(running).rejects.toThrow('aborted');
    expect(order).toEqual(['raybar', 'reference']);
  });
});
