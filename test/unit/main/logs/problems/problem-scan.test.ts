import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemScan } from '../../../../../src/main/logs/problems/problem-scan';
import { readLogFile, utcContext } from '../../../../support/read-log-file';

const asIs = (text: string) => ({ text, replacements: [] });

/** A scan of bytes that grow to these sizes, and how often it was asked to go on. */
function scan(bytes: Buffer, sizes: readonly number[] = [bytes.length]) {
  const found = new ProblemScan<number>({
    read: (buffer, length, position) => bytes.copy(buffer, 0, position, position + length),
    context: utcContext(Date.UTC(2026, 10, 21)),
    place: (offset) => offset,
    mask: asIs,
  });
  for (const size of sizes) while (found.advance(size));
  return found;
}

const told = (problems: ReturnType<ProblemScan<number>['problems']>) =>
  problems.map(({ key, count, detail, lastAt }) => ({ key, count, detail, lastAt }));

describe('scanning a file for problems', () => {
  const root = 'test/fixtures/ray-logs';
  const files = ['recorded', 'session-failing', 'session-healthy'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => path.join(root, folder, name)),
  );

  it.each(files)('%s: finds what reading every line finds', (file) => {
    const bytes = Buffer.concat([readFileSync(file), Buffer.from('\n')]);
    const expected = readLogFile(bytes).problems.map(({ key, count, detail }) => ({ key, count, detail }));
    const found = scan(bytes)
      .problems()
      .map(({ key, count, detail }) => ({ key, count, detail }));
    expect(new Set(found.map((one) => JSON.stringify(one)))).toStrictEqual(
      new Set(expected.map((one) => JSON.stringify(one))),
    );
  });

  it('goes on where it stopped, however a file grows', () => {
    const bytes = readFileSync(path.join(root, 'session-failing/job-driver-raysubmit_3EMfU4B1BbEUmipW.log'));
    const whole = told(scan(bytes).problems());
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (sizes) => {
        const grown = scan(bytes, [...sizes.sort((a, b) => a - b), bytes.length]);
        expect(told(grown.problems())).toStrictEqual(whole);
        expect(grown.searchedTo).toBe(bytes.length);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves a line that is not whole for later', () => {
    const bytes = Buffer.from('MemoryError\nMemoryErr');
    const found = scan(bytes);
    expect(found.searchedTo).toBe(12);
    expect(found.problems()).toMatchObject([{ count: 1, first: 0 }]);
  });

  it('gets past a line longer than what it reads at once', () => {
    const bytes = Buffer.concat([Buffer.alloc(3_000_000, 'x'), Buffer.from('\nMemoryError\n')]);
    expect(scan(bytes).problems()).toMatchObject([{ id: 'out-of-memory', first: 3_000_001 }]);
  });

  it('tells the time of what stands before a line that has none', () => {
    const bytes = Buffer.from('2026-01-02 03:04:05,000\tINFO a.py:1 -- x\nplain\nMemoryError\n');
    expect(scan(bytes).problems()).toMatchObject([{ firstAt: Date.UTC(2026, 0, 2, 3, 4, 5) }]);
  });
});
