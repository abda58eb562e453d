import { describe, expect, it, vi } from 'vitest';
import { openKeepAwake, type SleepBlocker } from '../../../../src/main/shell/keep-awake';

describe('keeping awake', () => {
  it('holds one blocker while it is wanted, and lets it go once', () => {
    const blocker = { start: vi.fn<SleepBlocker['start']>(() => 7), stop: vi.fn<SleepBlocker['stop']>() };
    const awake = openKeepAwake(blocker);
    for (const wanted of [false, true, true, false, false]) awake.render(wanted);
    expect(blocker.start).toHaveBeenCalledExactlyOnceWith('prevent-app-suspension');
    expect(blocker.stop).toHaveBeenCalledExactlyOnceWith(7);
  });

  it('lets the machine sleep when the app ends', () => {
    const blocker = { start: vi.fn<SleepBlocker['start']>(() => 0), stop: vi.fn<SleepBlocker['stop']>() };
    const awake = openKeepAwake(blocker);
    awake.render(true);
    awake.close();
    expect(blocker.stop).toHaveBeenCalledExactlyOnceWith(0);
  });
});
