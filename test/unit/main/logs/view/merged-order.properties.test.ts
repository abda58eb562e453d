import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineContext } from '../../../../../src/main/logs/formats/line-context';
import { LineIndex, type ReadAt } from '../../../../../src/main/logs/index/line-index';
import { readLineTable } from '../../../../../src/main/logs/index/line-table';
import type { Column } from '../../../../../src/main/logs/view/column';
import { allLines, ChosenLines } from '../../../../../src/main/logs/view/line-set';
import { MergedOrder } from '../../../../../src/main/logs/view/merged-order';

const epoch = new Date(2026, 10, 20, 6).getTime();

/** A file of lines at these seconds, in which only some are chosen. */
function columnOf(seconds: readonly number[], chosen: ((line: number) => boolean) | null): Column {
  const text = seconds.map((at) => {
    const pad = (value: number): string => String(value).padStart(2, '0');
    return `[2026-11-20 06:${pad(Math.floor(at / 60))}:${pad(at % 60)},000 I 1 1] a.cc:1: x\n`;
  });
  const file = Buffer.from(text.join(''));
  const read: ReadAt = (buffer, bytes, position) => file.copy(buffer, 0, position, position + bytes);
  const index = new LineIndex(new LineContext(epoch), { offset: 0, floor: epoch });
  index.advance(read, file.length, Number.POSITIVE_INFINITY, null);
  const lines = new ChosenLines();
  if (chosen !== null) lines.extend(index.lineCount, index.lineCount, chosen);
  return {
    index,
    lines: chosen === null ? allLines(index) : lines,
    firstLine: 0,
    table: (block) => readLineTable(index, block, read),
  };
}

const seconds = fc
  .tuple(fc.nat(1_500), fc.integer({ min: 0, max: 3 }))
  .map(([count, step]) => Array.from({ length: count }, (_, at) => Math.floor((at * step) / 2) % 3_500))
  .map((values) => [...values].sort((a, b) => a - b));
const columns = fc.array(fc.tuple(seconds, fc.option(fc.integer({ min: 2, max: 50 }))), {
  minLength: 1,
  maxLength: 5,
});

describe('many files as one list', () => {
  it('have each line at the row that sorting them all would give it', () => {
    fc.assert(
      fc.property(
        columns,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (given, places) => {
          const order = new MergedOrder(
            given.map(([times, every]) =>
              columnOf(times, every === null ? null : (line) => line % every === 0),
            ),
          );
          const sorted = given
            .flatMap(([times, every], column) =>
              times.flatMap((time, line) =>
                every === null || line % every === 0 ? [{ time, column, line }] : [],
              ),
            )
            .sort((a, b) => a.time - b.time || a.column - b.column || a.line - b.line)
            .map(({ column, line }) => ({ column, line }));
          expect(order.rowCount).toBe(sorted.length);
          for (const place of places) {
            const from = Math.floor(place * sorted.length);
            expect(order.rows(from, 30)).toEqual(sorted.slice(from, from + 30));
            const line = sorted[from];
            if (line !== undefined) expect(order.rowOf(line)).toBe(from);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('chosen lines', () => {
  it('are counted and found as a plain list would', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 5_000, size: 'max' }), fc.nat(5_000), (choice, cut) => {
        const lines = new ChosenLines();
        const half = Math.min(cut, choice.length);
        lines.extend(half, Math.max(0, half - 3), (line) => choice[line] === true);
        lines.extend(choice.length, choice.length, (line) => choice[line] === true);
        const plain = choice.flatMap((isChosen, line) => (isChosen ? [line] : []));
        expect(lines.count).toBe(plain.length);
        for (const [rank, line] of plain.entries()) {
          if (rank % 37 !== 0) continue;
          expect(lines.select(rank)).toBe(line);
          expect(lines.rank(line)).toBe(rank);
        }
      }),
    );
  });
});
