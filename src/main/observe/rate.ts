/** Below it a rate would be noise: two samples can follow each other at once when a window opens. */
const shortestMs = 250;

interface Mark {
  counts: readonly number[];
  at: number;
}

/** Counters that only grow, made into so much per second. */
export class Rate {
  private mark: Mark | null = null;
  private latest: readonly number[] | null = null;

  /**
   * @param counts always the same ones in the same order
   * @param at ms on a clock that never jumps
   * @returns per second since the call before; null at the first call, and when a counter began anew (an interface that
   *   was taken away, a reboot of its driver), for that is no negative rate and no 0 either
   */
  next(counts: readonly number[], at: number): readonly number[] | null {
    const { mark } = this;
    if (mark !== null && at - mark.at < shortestMs) return this.latest;
    this.mark = { counts, at };
    this.latest = null;
    if (mark === null || mark.counts.length !== counts.length) return null;
    const seconds = (at - mark.at) / 1_000;
    const rates = counts.map((count, index) => (count - (mark.counts[index] ?? Number.NaN)) / seconds);
    if (rates.every((rate) => rate >= 0)) this.latest = rates;
    return this.latest;
  }
}
