import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBar } from '../../../../src/shared/view/memory-bar';
import type { MemoryReadings } from '../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../support/example-telemetry';

const gib = 2 ** 30;
const place = { locale: 'en-GB' };

const example = (): MemoryReadings => {
  const { memory } = exampleTelemetry(true);
  if ('unavailable' in memory) throw new Error('The example has its memory.');
  return memory;
};

const anyMemory: fc.Arbitrary<MemoryReadings> = fc
  .record({
    totalBytes: fc.integer({ min: 1, max: 4096 }).map((gb) => gb * gib),
    weights: fc.tuple(...Array.from({ length: 5 }, () => fc.double({ min: 0, max: 1, noNaN: true }))),
  })
  .map(({ totalBytes, weights }) => {
    const sum = weights.reduce((all, weight) => all + weight, 0) || 1;
    const [app = 0, wired = 0, compressed = 0, cached = 0] = weights.map((weight) =>
      Math.floor((weight / sum) * totalBytes),
    );
    return {
      totalBytes,
      usedBytes: app + wired + compressed,
      appBytes: app,
      wiredBytes: wired,
      compressedBytes: compressed,
      cachedBytes: cached,
      freeBytes: totalBytes - app - wired - compressed - cached,
      pageBytes: 16_384,
    };
  });

/** "<0.1" counts as nothing: it was rounded away. */
const amountOf = (text: string) => (text.startsWith('<') ? 0 : Number(text.replaceAll(',', '')));

describe('the memory bar', () => {
  it('tells the parts as Activity Monitor calls them, in the total’s unit', () => {
    const bar = memoryBar(example(), place);
    expect(bar.text).toBe('apps 13.7, wired 16.3, compressed 1.2, cached 6.1, free 10.7');
    expect(bar).toMatchObject({ used: '31.2', total: '48', unit: 'GB' });
    expect(bar.parts[0]).toMatchObject({ name: 'Apps', amount: '13.7' });
  });

  it('fills its length, and its numbers add up to what is used and to the total', () => {
    fc.assert(
      fc.property(anyMemory, (memory) => {
        const { parts, used, total } = memoryBar(memory, place);
        expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        const amounts = parts.map(({ amount }) => amountOf(amount));
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(amountOf(total), 6);
        expect(amounts.slice(0, 3).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(amountOf(used), 6);
      }),
    );
  });

  it('never tells a part that there is as 0', () => {
    const memory = example();
    const bar = memoryBar(
      { ...memory, compressedBytes: 4 * 2 ** 20, appBytes: memory.appBytes + 1.2 * gib - 4 * 2 ** 20 },
      place,
    );
    expect(bar.parts.find(({ part }) => part === 'compressed')?.amount).toBe('<0.1');
  });

  it('follows the owner’s locale', () => {
    expect(memoryBar(example(), { locale: 'de-DE' }).used).toBe('31,2');
  });
});
