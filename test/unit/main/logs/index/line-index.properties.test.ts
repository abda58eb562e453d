import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineContext } from '../../../../../src/main/logs/formats/line-context';
import { LineIndex, type ReadAt } from '../../../../../src/main/logs/index/line-index';
import { readLineTable } from '../../../../../src/main/logs/index/line-table';

const writtenAt = Date.UTC(2026, 10, 21);
const readerOf =
  (file: Buffer): ReadAt =>
  (buffer, bytes, position) =>
    file.copy(buffer, 0, position, Math.min(file.length, position + bytes));

const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .nat(59)
      .map((second) => `[2026-11-20 06:00:${String(second).padStart(2, '0')},000 W 1 1] a.cc:1: x`),
  },
  fc.nat(59).map((second) => `2026-11-20 06:01:${String(second).padStart(2, '0')},123\tERROR a.py:1 -- y`),
  fc.constantFrom(
    'Traceback (most recent call last):',
    '  File "a.py"',
    'ValueError: z',
    '',
    '\tmore',
    'plain',
  ),
  fc.string({ maxLength: 300 }).map((text) => text.replaceAll('\n', ' ')),
  fc.integer({ min: 1, max: 3 }).map((kilobytes) => 'long '.repeat(kilobytes * 20_000)),
);
const files = fc
  .tuple(fc.array(line, { maxLength: 700, size: 'max' }), fc.boolean())
  .map(([lines, ended]) => Buffer.from(lines.join('\n') + (ended && lines.length > 0 ? '\n' : '')));
/** Where a file is cut while it comes, as shares of its length. */
const cutPlaces = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

/** All that an index knows of a file's lines. */
function linesOf(index: LineIndex, read: ReadAt): unknown[] {
  const lines: unknown[] = [];
  for (let block = 0; block < index.blocks.count; block += 1) {
    const { offsets, times, ats, firstLine } = readLineTable(index, block, read);
    for (let at = 0; at < times.length; at += 1) {
      const number = firstLine + at;
      lines.push([offsets[at], times[at], ats[at], index.marks.level(number), index.marks.starts(number)]);
    }
  }
  return lines;
}

describe('an index', () => {
  it('is the same however its file came: whole, or cut at any bytes', () => {
    fc.assert(
      fc.property(files, cutPlaces, (file, cuts) => {
        const read = readerOf(file);
        const start = { offset: 0, floor: 0 };
        const whole = new LineIndex(new LineContext(writtenAt), start);
        whole.advance(read, file.length, Number.POSITIVE_INFINITY, null);
        const pieces = new LineIndex(new LineContext(writtenAt), start);
        for (const cut of [...cuts.sort((a, b) => a - b), 1]) {
          pieces.advance(read, Math.floor(cut * file.length), 1_000, null);
        }
        while (pieces.indexedTo < file.length) pieces.advance(read, file.length, 1_000, null);
        expect(linesOf(pieces, read)).toEqual(linesOf(whole, read));
        expect(pieces.lastTime).toBe(whole.lastTime);
      }),
      { numRuns: 60 },
    );
  });

  it('knows where each line begins, and is in order of time', () => {
    fc.assert(
      fc.property(files, (file) => {
        const read = readerOf(file);
        const index = new LineIndex(new LineContext(writtenAt), { offset: 0, floor: 0 });
        index.advance(read, file.length, Number.POSITIVE_INFINITY, null);
        const lines = linesOf(index, read) as [number, number][];
        const beginnings = [0];
        for (let at = file.indexOf('\n'); at !== -1; at = file.indexOf('\n', at + 1)) beginnings.push(at + 1);
        const expected = beginnings.filter((at) => at < file.length);
        expect(lines.map(([offset]) => offset)).toEqual(expected);
        const times = lines.map(([, time]) => time);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it('that came bit by bit is in order of time, and no line of it comes before its entry or after it arrived', () => {
    fc.assert(
      fc.property(files, cutPlaces, (file, cuts) => {
        const read = readerOf(file);
        const index = new LineIndex(new LineContext(writtenAt), { offset: 0, floor: 0 });
        const whole = new LineIndex(new LineContext(writtenAt), { offset: 0, floor: 0 });
        whole.advance(read, file.length, Number.POSITIVE_INFINITY, null);
        const ends = [...cuts.sort((a, b) => a - b), 1].map((cut) => Math.floor(cut * file.length));
        for (const [come, end] of ends.entries()) {
          index.advance(read, end, Number.POSITIVE_INFINITY, come === 0 ? null : writtenAt + come * 60_000);
          index.placeEnd(writtenAt + come * 60_000);
        }
        const lines = linesOf(index, read) as [number, number, ...unknown[]][];
        const entries = linesOf(whole, read) as [number, number, ...unknown[]][];
        expect(lines.map(([offset, , , ...marks]) => [offset, ...marks])).toEqual(
          entries.map(([offset, , , ...marks]) => [offset, ...marks]),
        );
        const times = lines.map(([, time]) => time);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times.at(-1) ?? index.lastTime).toBe(index.lastTime);
        for (const [at, [offset, time]] of lines.entries()) {
          const arrived = ends.findIndex((end) => end > offset);
          expect(time).toBeGreaterThanOrEqual(entries[at]?.[1] ?? 0);
          // A line that was cut by a look counts as arrived when its rest did.
          const last = ends.findIndex((end) => end >= (lines[at + 1]?.[0] ?? file.length));
          expect(time).toBeLessThanOrEqual(writtenAt + Math.max(arrived, last) * 60_000);
        }
      }),
      { numRuns: 60 },
    );
  });
});
