import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChosenLines } from '../../../../../src/main/logs/view/line-set';

/** How many lines came, and how many of them may be decided on anew. */
const growth = fc.array(
  fc.record({ more: fc.oneof(fc.nat(40), fc.nat(3_000), fc.constant(1_024)), open: fc.nat(40) }),
  { minLength: 1, maxLength: 12 },
);

describe('chosen lines that grow bit by bit', () => {
  it('are those that were chosen, wherever the growth paused', () => {
    fc.assert(
      fc.property(growth, fc.integer({ min: 1, max: 7 }), (steps, every) => {
        const lines = new ChosenLines();
        const isChosen = (line: number): boolean => line % every === 0;
        let length = 0;
        for (const { more, open } of steps) {
          length += more;
          lines.extend(length, Math.max(0, length - open), isChosen);
          const chosen = Array.from({ length }, (_, line) => line).filter(isChosen);
          expect(lines.count).toBe(chosen.length);
          for (const line of [0, 1_023, 1_024, length - 1, length].filter((each) => each >= 0))
            expect(lines.rank(line)).toBe(chosen.filter((each) => each < line).length);
          for (const rank of [0, chosen.length >>> 1, chosen.length - 1].filter((each) => each >= 0))
            expect(lines.select(rank)).toBe(chosen[rank] ?? length);
        }
      }),
      {
        examples: [
          [
            [
              { more: 1_024, open: 0 },
              { more: 1, open: 0 },
            ],
            1,
          ],
        ],
      },
    );
  });
});
