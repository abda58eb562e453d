import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchProblems } from '../../../../src/renderer/logs/problem-watch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(answers: boolean[]) {
  const look = vi.fn<() => Promise<boolean>>(async () => answers.shift() ?? true);
  return { look, watch: watchProblems({ look }) };
}

describe('known problems', () => {
  it('are looked for once the lines are drawn, until all is looked through', async () => {
    const { look, watch } = watched([false, false, true]);
    watch.opened();
    expect(look).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('are looked for again when something was written, every two seconds at most, and not while nothing is', async () => {
    const { look, watch } = watched([]);
    watch.opened();
    await vi.advanceTimersByTimeAsync(300);
    for (let tenth = 0; tenth < 100; tenth += 1) {
      watch.grew();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(look.mock.calls.length).toBeGreaterThanOrEqual(5);
    expect(look.mock.calls.length).toBeLessThanOrEqual(7);
    await vi.advanceTimersByTimeAsync(2_000);
    look.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look).not.toHaveBeenCalled();
  });

  it('are looked for in what came while they were looked for', async () => {
    let answer: (isWhole: boolean) => void = () => undefined;
    const look = vi.fn<() => Promise<boolean>>(() => new Promise((resolve) => (answer = resolve)));
    const watch = watchProblems({ look });
    watch.opened();
    await vi.advanceTimersByTimeAsync(300);
    watch.grew();
    answer(true);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(look).toHaveBeenCalledTimes(2);
    watch.opened();
    await vi.advanceTimersByTimeAsync(1_000);
    answer(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('are not looked for when the window has gone', async () => {
    const { look, watch } = watched([]);
    watch.opened();
    watch.close();
    watch.grew();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(look).not.toHaveBeenCalled();
  });
});
