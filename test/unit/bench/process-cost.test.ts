import { expect, it } from 'vitest';
import { cpuSecondsBetween } from '../../bench/process-cost';

const [main, zygote, page, helper] = [1, 2, 3, 4];

it('CPU between two looks is what each process used meanwhile, a new one included', () => {
  const before = new Map([
    [main, 1],
    [page, 0.5],
  ]);
  const after = new Map([
    [main, 1.25],
    [page, 0.75],
    [helper, 0.125],
  ]);
  expect(cpuSecondsBetween(before, after)).toBe(0.625);
});

it('a page that ended meanwhile is not charged for its start long before, which its parent takes over', () => {
  const before = new Map([
    [zygote, 0.125],
    [page, 0.5],
  ]);
  expect(cpuSecondsBetween(before, new Map([[zygote, 0.6875]]))).toBe(0.0625);
});
