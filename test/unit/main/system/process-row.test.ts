import { expect, it } from 'vitest';
import { descendantsOf, type ProcessRow } from '../../../../src/main/system/process-row';

const row = (pid: number, ppid: number): ProcessRow => ({ pid, ppid, pgid: 1, startToken: '', command: '' });
const pidsBelow = (rows: ProcessRow[], pid: number) => descendantsOf(rows, pid).map((found) => found.pid);

it('descendants are found in whatever order the listing has', () => {
  expect(pidsBelow([row(13, 12), row(12, 11), row(20, 1), row(11, 10), row(14, 11)], 10)).toEqual([
    11, 12, 14, 13,
  ]);
});

it('a circle of reused pids ends', () => {
  expect(pidsBelow([row(11, 12), row(12, 11)], 11)).toEqual([12]);
});

it('nobody descends from a leaf', () => {
  expect(pidsBelow([row(11, 10)], 11)).toEqual([]);
});
