import { beforeEach, describe, expect, it } from 'vitest';
import { RecentFailure } from '../../../../src/main/logs/recent-failure';

const start = Date.UTC(2026, 10, 21, 12);
let now = start;
let recent: RecentFailure;
beforeEach(() => {
  now = start;
  recent = new RecentFailure(() => now);
});

const failed = (endedAt: number | null, errorType = 'TASK_EXECUTION_EXCEPTION') =>
  recent.note({ taskId: 't', name: 'f', errorType, error: 'ValueError: no', endedAt });

describe('the newest failure of a task here', () => {
  it('is known for a minute from when it was told', () => {
    expect(recent.at()).toBe(null);
    failed(start - 3_000);
    now += 59_999;
    expect(recent.at()).toBe(start - 3_000);
    now += 1;
    expect(recent.at()).toBe(null);
  });

  it('is the one that failed last, in whatever order they are told', () => {
    failed(start - 1_000);
    failed(start - 5_000);
    expect(recent.at()).toBe(start - 1_000);
    failed(null);
    expect(recent.at()).toBe(start);
  });

  it('is none of long ago, of Ray’s doing, or of a time that is still to come', () => {
    failed(start - 60_001);
    failed(start, 'WORKER_DIED');
    expect(recent.at()).toBe(null);
    failed(start);
    now -= 1;
    expect(recent.at()).toBe(null);
  });
});
