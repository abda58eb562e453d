import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanClass, themeColour } from '../../../../src/renderer/logs/ansi-class';
import { lineParts } from '../../../../src/renderer/logs/line-parts';

/** Spans in order and without overlaps, as the contract has them. */
const spansIn = (length: number) =>
  fc.array(fc.integer({ min: 0, max: length }), { maxLength: 12 }).map((edges) => {
    const sorted = [...new Set(edges)].sort((a, b) => a - b);
    return sorted.slice(1).flatMap((end, index) => {
      const start = sorted[index];
      return start === undefined || index % 2 === 1 ? [] : [{ start, end }];
    });
  });

describe('a line’s parts', () => {
  it('are the line, whole and in order, each styled and marked as it was said', () => {
    const line = fc
      .string({ maxLength: 60 })
      .chain((text) =>
        fc.record({ text: fc.constant(text), spans: spansIn(text.length), matches: spansIn(text.length) }),
      );
    fc.assert(
      fc.property(line, ({ text, spans, matches }) => {
        const bold = spans.map((span) => ({ ...span, bold: true as const }));
        const parts = lineParts({ text, spans: bold, matches });
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) {
          const within = (ranges: typeof matches) =>
            ranges.some(({ start, end }) => start <= part.at && part.at + part.text.length <= end);
          if (part.text === '') continue;
          expect(part.match).toBe(within(matches));
          expect(part.className).toBe(within(spans) ? 'ansi-bold' : '');
        }
      }),
    );
  });

  it('stay few in a line that has a colour for every letter', () => {
    const text = 'x'.repeat(10_000);
    const spans = Array.from({ length: 10_000 }, (_, start) => ({
      start,
      end: start + 1,
      foreground: start % 16,
    }));
    const parts = lineParts({ text, spans, matches: [] });
    expect(parts.length).toBeLessThanOrEqual(401);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });
});

describe('a terminal’s colour', () => {
  it.each([
    ['#ff0000', 9],
    ['#cc0000', 1],
    ['#101010', 0],
    ['#fefefe', 15],
    ['#5c5cff', 12],
  ])('of the program’s own, %s, is the theme’s nearest', (colour, index) => {
    expect(themeColour(colour)).toBe(index);
  });

  it('on a background of its own is that background’s readable one', () => {
    expect(spanClass({ start: 0, end: 1, foreground: 1, background: 1 })).toBe('ansi-on-1');
    expect(spanClass({ start: 0, end: 1, foreground: 1, bold: true })).toBe('ansi-1 ansi-bold');
  });
});
