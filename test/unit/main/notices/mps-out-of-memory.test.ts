import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outOfMemoryNotice, readMpsOutOfMemory } from '../../../../src/main/notices/mps-out-of-memory';

const recorded = readFileSync('test/fixtures/macos/mps-out-of-memory-errors--collected.txt', 'utf8')
  .trimEnd()
  .split('\n');
const mib = 2 ** 20;
const gib = 2 ** 30;

describe('MPS out of memory in a log', () => {
  it('is read of every recording, in GB and in GiB', () => {
    const told = recorded.map((line) => {
      const found = readMpsOutOfMemory(line);
      return found && [found.allocatedBytes, found.otherBytes, found.maxBytes, found.requestedBytes];
    });
    expect(told).toEqual(
      [
        [2.44 * gib, 4.34 * gib, 6.77 * gib, 10.58 * mib],
        [1.45 * gib, 7.42 * gib, 9.07 * gib, 563.62 * mib],
        [7.43 * gib, 24.46 * gib, 32 * gib, 129.21 * mib],
        [8.89 * gib, 172.98 * mib, 9.07 * gib, 6.25 * mib],
        [5.5 * gib, 14.76 * gib, 20.4 * gib, 147.24 * mib],
        [11.14 * gib, 6.65 * gib, 18.13 * gib, 375.4 * mib],
        [9.57 * gib, 17.35 * gib, 27.2 * gib, 292.5 * mib],
        [15.72 * gib, 2.41 * mib, 18.13 * gib, 5.81 * gib],
      ].map((row) => row.map(Math.round)),
    );
  });

  it('may have no limit, bytes, and Ray’s prefix before it', () => {
    const line =
      '(train pid=71) \u001b[36mRuntimeError: MPS backend out of memory (MPS allocated: 512 bytes, other allocations: 1.50 KB, max allowed: unlimited). Tried to allocate 256 bytes on shared pool.';
    expect(readMpsOutOfMemory(line)).toEqual({
      allocatedBytes: 512,
      otherBytes: 1_536,
      maxBytes: null,
      requestedBytes: 256,
    });
  });

  it('is in no other line, nor in one that is cut within its figures', () => {
    expect(readMpsOutOfMemory('torch.cuda.OutOfMemoryError: CUDA out of memory.')).toBeNull();
    expect(readMpsOutOfMemory('')).toBeNull();
    const [line = ''] = recorded;
    fc.assert(
      fc.property(fc.nat(line.indexOf(' MB on private')), (length) => {
        expect(readMpsOutOfMemory(line.slice(0, length))).toBeNull();
      }),
    );
  });

  it('never tells a figure that is none, whatever a line says', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('1,5 GB', '-3 GB', '1e9 GB', '99999999999 GiB', 'NaN KB'),
    );
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const found = readMpsOutOfMemory(
          `MPS backend out of memory (MPS allocated: ${a}, other allocations: ${b}, max allowed: ${c}). Tried to allocate ${d} on private pool`,
        );
        for (const value of Object.values(found ?? {}))
          expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
      }),
    );
  });
});

describe('Its notice', () => {
  const found = readMpsOutOfMemory(recorded[7] ?? '');

  it('says what was wanted and who holds what', () => {
    expect(found && outOfMemoryNotice(found, null, 0)).toEqual({
      id: 'mps-out-of-memory',
      title: 'A task ran out of GPU memory',
      body: 'It wanted 5.8 GB more; it held 15.7 GB and others 2 MB of 18.1 GB allowed.',
      action: 'open-logs',
    });
  });

  it('is told once in ten minutes, also by a clock that was set back', () => {
    const told = (toldAt: number, now: number) => found && outOfMemoryNotice(found, toldAt, now) !== null;
    expect([told(1_000, 1_000), told(1_000, 600_999), told(1_000, 601_000), told(1_000, 0)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
