import { describe, expect, it, vi } from 'vitest';
import { followHistory } from '../../../../src/renderer/activity/follow-history';
import { failure, success, type RaybarError, type Result } from '../../../../src/shared/errors';
import type { History, HistoryRequest } from '../../../../src/shared/history';
import { bySeries } from '../../../../src/shared/view/history-window';
import { exampleWorkerStates } from '../../../support/snapshots';

const columns = (...at: number[]): History => ({
  span: '10min',
  stepMs: 1_000,
  at,
  series: bySeries(() => at.map(() => 1)),
  marks: [],
});

/** Main's answers, given one by one. */
function reader() {
  const waiting: ((answer: Result<History>) => void)[] = [];
  const ask = vi.fn<(request: HistoryRequest) => Promise<Result<History>>>(
    () => new Promise((resolve) => void waiting.push(resolve)),
  );
  const show = vi.fn<(history: History) => void>();
  const fail = vi.fn<(error: RaybarError) => void>();
  return {
    ask,
    show,
    fail,
    async answer(answer: Result<History>) {
      waiting.shift()?.(answer);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('following what is measured', () => {
  it('asks for the whole at first and then for what is younger', async () => {
    const main = reader();
    const follower = followHistory('10min', main);
    expect(main.ask.mock.calls).toEqual([[{ span: '10min', after: null }]]);
    await main.answer(success(columns(1_000, 2_000)));
    follower.sampled(4_000);
    expect(main.ask.mock.lastCall).toEqual([{ span: '10min', after: 2_000 }]);
    await main.answer(success(columns(3_000)));
    expect(main.show.mock.lastCall?.[0].at).toEqual([1_000, 2_000, 3_000]);
  });

  it('asks nothing while no column is over, and one question at a time', async () => {
    const main = reader();
    const follower = followHistory('10min', main);
    follower.sampled(9_000);
    expect(main.ask).toHaveBeenCalledOnce();
    await main.answer(success(columns(1_000, 2_000)));
    follower.sampled(3_900);
    expect(main.ask).toHaveBeenCalledOnce();
  });

  it('takes no answer for a span that was left', async () => {
    const main = reader();
    const follower = followHistory('10min', main);
    follower.stop();
    await main.answer(success(columns(1_000)));
    follower.sampled(9_000);
    expect(main.show).not.toHaveBeenCalled();
    expect(main.ask).toHaveBeenCalledOnce();
  });

  it('tells an error, and asks again with the next sample', async () => {
    const main = reader();
    const follower = followHistory('10min', main);
    const { error } = exampleWorkerStates.failed;
    await main.answer(failure(error));
    expect(main.fail).toHaveBeenCalledExactlyOnceWith(error);
    follower.sampled(5_000);
    expect(main.ask).toHaveBeenCalledTimes(2);
  });
});
