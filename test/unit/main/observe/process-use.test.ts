import { expect, it } from 'vitest';
import { ProcessUseTracker } from '../../../../src/main/observe/process-use';
import type { ProcessMeasure } from '../../../../src/main/system/process-row';

const measure = (pid: number, cpuTimeMs: number, more: Partial<ProcessMeasure> = {}): ProcessMeasure => ({
  pid,
  startToken: `t${pid}`,
  cpuTimeMs,
  memoryBytes: pid * 1_000,
  ...more,
});
const measuring = { unavailable: 'being measured' };

it('100 is one core, over the time between two looks', () => {
  const tracker = new ProcessUseTracker();
  expect(tracker.next({ at: 0, processes: [measure(1, 500), measure(2, 0)] }).worker).toEqual({
    cpuPercent: measuring,
    memoryBytes: 3_000,
    processCount: 2,
  });
  const { worker, uses } = tracker.next({ at: 2_000, processes: [measure(1, 4_500), measure(2, 0)] });
  expect(uses.get(1)).toEqual({ cpuPercent: 200, memoryBytes: 1_000 });
  expect(uses.get(2)).toEqual({ cpuPercent: 0, memoryBytes: 2_000 });
  expect(worker).toEqual({ cpuPercent: 200, memoryBytes: 3_000, processCount: 2 });
});

it('a process that got another’s pid begins anew', () => {
  const tracker = new ProcessUseTracker();
  tracker.next({ at: 0, processes: [measure(1, 9_000)] });
  const reused = measure(1, 9_500, { startToken: 'later' });
  expect(tracker.next({ at: 1_000, processes: [reused] }).uses.get(1)?.cpuPercent).toEqual(measuring);
});

it('two looks at nearly the same time keep the figure that was', () => {
  const tracker = new ProcessUseTracker();
  tracker.next({ at: 0, processes: [measure(1, 0)] });
  tracker.next({ at: 1_000, processes: [measure(1, 500)] });
  expect(tracker.next({ at: 1_020, processes: [measure(1, 510)] }).uses.get(1)?.cpuPercent).toBe(50);
  expect(tracker.next({ at: 2_000, processes: [measure(1, 600)] }).uses.get(1)?.cpuPercent).toBe(10);
});

it('what is not told stays untold', () => {
  const tracker = new ProcessUseTracker();
  const { worker, uses } = tracker.next({
    at: 0,
    processes: [measure(1, 0, { memoryBytes: null, cpuTimeMs: null })],
  });
  expect(uses.get(1)?.memoryBytes).toHaveProperty('unavailable');
  expect(worker).toMatchObject({ memoryBytes: { unavailable: expect.any(String) }, processCount: 1 });
  expect(tracker.next({ at: 1, processes: [] }).worker).toHaveProperty('unavailable');
  expect(tracker.next({ unavailable: 'ps did not answer' })).toEqual({
    worker: { unavailable: 'ps did not answer' },
    uses: new Map(),
  });
});
