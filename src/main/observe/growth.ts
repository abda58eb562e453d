/**
 * How much counters have grown since the first look. A machine's own total falls when an interface is taken away, and Prometheus would take
 * all that is left of it for new: here a fall counts for nothing, and what grows after it counts again.
 */
export class Growth {
  private before: readonly number[] | null = null;
  private grown: readonly number[] = [];

  /** @param counts always the same ones in the same order; @returns how much each has grown, from 0 on */
  next(counts: readonly number[]): readonly number[] {
    const { before } = this;
    const isContinued = before?.every((count, index) => count <= (counts[index] ?? Number.NaN)) ?? false;
    this.grown = counts.map(
      (count, index) => (this.grown[index] ?? 0) + (isContinued ? count - (before?.[index] ?? count) : 0),
    );
    this.before = counts;
    return this.grown;
  }
}
