import type { RaybarError, Result } from '../../shared/errors';
import { historySpans, type History, type HistoryRequest, type HistorySpan } from '../../shared/history';
import { extendHistory } from '../../shared/view/history-window';

export interface HistoryFollower {
  /** Main has taken a sample: what is over since is asked for, when something is. */
  sampled(at: number): void;
  stop(): void;
}

interface HistoryReader {
  readonly ask: (request: HistoryRequest) => Promise<Result<History>>;
  readonly show: (history: History) => void;
  readonly fail: (error: RaybarError) => void;
}

/** Asks for what was measured over a span, whole at first and then for what is younger, one question at a time. */
export function followHistory(span: HistorySpan, { ask, show, fail }: HistoryReader): HistoryFollower {
  const { stepMs } = historySpans[span];
  let have: History | null = null;
  let asking = false;
  let stopped = false;

  async function read(sampledAt: number): Promise<void> {
    asking = true;
    const answer = await ask({ span, after: have?.at.at(-1) ?? null });
    asking = false;
    if (stopped) return;
    if (answer.type === 'error') return fail(answer.error);
    have = have === null ? answer.value : extendHistory(have, answer.value, sampledAt);
    show(have);
  }

  void read(0);
  return {
    sampled(at) {
      const newest = have?.at.at(-1);
      // A column is told once it is over.
      const due = newest === undefined || at >= newest + 2 * stepMs || at < newest;
      if (due && !asking && !stopped) void read(at);
    },
    stop() {
      stopped = true;
    },
  };
}
