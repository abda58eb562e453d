import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SearchAnswer } from '../../../../../src/main/logs/search/search-messages';
import { Searchers, SearchTooSlow } from '../../../../../src/main/logs/search/searchers';

const budgetMs = 1_000;
const search = { text: 'x', regex: true, matchCase: true, wholeWord: false };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A thread that comes up, and answers, when it is told to. */
function searching() {
  let comeUp = (): void => undefined;
  let answer = (_answer: SearchAnswer): void => undefined;
  const up = new Promise<void>((resolve) => (comeUp = resolve));
  const searchers = new Searchers(
    (answered) => {
      answer = answered;
      return { up, post: () => undefined, end: () => undefined };
    },
    1,
    budgetMs,
  );
  return { searchers, comeUp: () => comeUp(), answer: (given: SearchAnswer) => answer(given) };
}

it('a thread that is long in coming up is not taken for one that is too slow', async () => {
  const { searchers, comeUp, answer } = searching();
  const found = searchers.spans(search, ['x']);
  await vi.advanceTimersByTimeAsync(10 * budgetMs);
  comeUp();
  await vi.advanceTimersByTimeAsync(budgetMs - 1);
  answer({ kind: 'spans', id: 1, spans: [[{ start: 0, end: 1 }]] });
  expect(await found).toEqual([[{ start: 0, end: 1 }]]);
  searchers.close();
});

it('one that is up is ended when a question takes longer than it may', async () => {
  const { searchers, comeUp } = searching();
  const refused = searchers.spans(search, ['x']).catch((problem: unknown) => problem);
  comeUp();
  await vi.advanceTimersByTimeAsync(budgetMs);
  expect(await refused).toBeInstanceOf(SearchTooSlow);
  searchers.close();
});
