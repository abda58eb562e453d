export interface TrailPoint {
  /** ms since the epoch. */
  readonly at: number;
  /** 0 to 100; null: the machine did not tell. */
  readonly percent: number | null;
}

export interface Sparkline {
  /** SVG path data of the line; empty where nothing was measured. */
  readonly line: string;
  /** The same, closed down to the bottom. */
  readonly area: string;
}

/** Longer without a sample is a gap: a machine that sleeps, or an app that was not there. */
const gapMs = 20_000;

/** The samples of the last `lengthMs` before `now`, 100 % at the top, drawn into a box of that size. */
export function sparkline(
  points: readonly TrailPoint[],
  { now, lengthMs, width, height }: { now: number; lengthMs: number; width: number; height: number },
): Sparkline {
  const x = (at: number): number => tenth(width * (1 - (now - at) / lengthMs));
  const y = (percent: number): number => tenth(height * (1 - Math.min(100, Math.max(0, percent)) / 100));
  const runs: { x: number; y: number }[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, percent } of points) {
    if (percent === null || at > now || now - at > lengthMs) {
      if (percent === null) before = Number.NEGATIVE_INFINITY;
      continue;
    }
    if (at - before > gapMs) runs.push([]);
    runs.at(-1)?.push({ x: x(at), y: y(percent) });
    before = at;
  }
  const lines = runs.map((run) => {
    // One sample alone is a dot: a line of no length with a round end.
    const corners = run.length === 1 ? [...run, ...run] : run;
    return { corners, path: `M${corners.map((point) => `${point.x} ${point.y}`).join('L')}` };
  });
  return {
    line: lines.map(({ path }) => path).join(''),
    area: lines
      .map(
        ({ corners, path }) => `${path}L${corners.at(-1)?.x ?? 0} ${height}L${corners[0]?.x ?? 0} ${height}Z`,
      )
      .join(''),
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Takes one more sample; what is older than `lengthMs` goes. A sample of a time that is there already replaces it. */
export function withPoint(
  points: readonly TrailPoint[],
  point: TrailPoint,
  lengthMs: number,
): readonly TrailPoint[] {
  const from = point.at - lengthMs - gapMs;
  return [...points.filter(({ at }) => at >= from && at < point.at), point];
}

/** "63 % now, between 8 and 92 % in the last 2 min": what the line shows, for who cannot see it. */
export function trailExtent(points: readonly TrailPoint[]): { least: number; most: number } | null {
  const known = points.flatMap(({ percent }) => (percent === null ? [] : [percent]));
  return known.length === 0 ? null : { least: Math.min(...known), most: Math.max(...known) };
}
