/** One arm's figures; further keys are a bench's own. */
export interface ArmResult {
  median: number;
  p99: number;
  n: number;
  [key: string]: number | string | Readonly<Record<string, number>>;
}

/** What a bench prints with `--json`. `ratio` is Raybar's median over the reference's. */
export interface BenchResult {
  bench: string;
  unit: string;
  raybar: ArmResult;
  reference: ArmResult & { what: string };
  ratio: number;
  /** The log window's opening. */
  openMs?: ArmResult & { what: string };
}

export interface BenchOptions {
  /** How often each arm runs; null: the bench's own default. */
  rounds: number | null;
  /** Aborted by Ctrl-C: no further round begins. */
  signal: AbortSignal;
  say: (line: string) => void;
  electron: { executable: string; flags: readonly string[] };
}

/** Pure: the value in the middle, or the mean of the two there. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no values');
  return (lower + upper) / 2;
}

/** Pure: the smallest value that 99 of 100 don't exceed; of fewer than 100 values the largest. */
export function p99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * 0.99) - 1];
  if (value === undefined) throw new RangeError('no values');
  return value;
}

/** Pure: rounded to what the clock and the machine can tell. */
export const figures = (values: readonly number[], digits = 0): ArmResult => ({
  median: rounded(median(values), digits),
  p99: rounded(p99(values), digits),
  n: values.length,
});

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Pure: the result from both arms' values. */
export function compare(
  bench: string,
  unit: string,
  raybar: readonly number[],
  { what, values }: { what: string; values: readonly number[] },
): BenchResult {
  return {
    bench,
    unit,
    raybar: figures(raybar),
    reference: { what, ...figures(values) },
    ratio: rounded(median(raybar) / median(values), 3),
  };
}

/**
 * Runs two arms in turn, the first and the second changing places each round: what drifts in a machine (heat, caches, other programs)
 * falls on both alike.
 */
export async function inTurn<A, B>(
  rounds: number,
  arms: { raybar: () => Promise<A>; reference: () => Promise<B> },
  { signal, report }: { signal: AbortSignal; report: (round: number, raybar: A, reference: B) => void },
): Promise<{ raybar: A[]; reference: B[] }> {
  const values: { raybar: A[]; reference: B[] } = { raybar: [], reference: [] };
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    const raybarFirst = round % 2 === 0;
    const early = raybarFirst ? await arms.raybar() : undefined;
    const reference = await arms.reference();
    const raybar = early ?? (await arms.raybar());
    values.raybar.push(raybar);
    values.reference.push(reference);
    report(round + 1, raybar, reference);
  }
  return values;
}
