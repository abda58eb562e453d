import { sparkline, trailExtent, type TrailPoint } from '../../shared/view/sparkline';
import { formatPercent } from '../../shared/view/format';
import './sparkline.css';

interface SparklineProps {
  readonly name: string;
  readonly points: readonly TrailPoint[];
  /** When its right end is. */
  readonly now: number;
}

export const sparklineMs = 120_000;
const width = 150;
const height = 34;

/** The last two minutes as a line, 100 % at the top. */
export function Sparkline({ name, points, now }: SparklineProps) {
  const { line, area } = sparkline(points, { now, lengthMs: sparklineMs, width, height });
  const extent = trailExtent(points.filter(({ at }) => now - at <= sparklineMs));
  const words =
    extent === null
      ? 'nothing was measured yet'
      : `between ${formatPercent(extent.least)} and ${formatPercent(extent.most)}`;
  return (
    <>
      <svg
        className="sparkline"
        viewBox={`0 -1 ${width} ${height + 2}`}
        width={width}
        height={height + 2}
        aria-hidden
      >
        <path className="sparkline-ground" d={`M0 ${height}H${width}`} />
        <path className="sparkline-area" d={area} />
        <path className="sparkline-line" d={line} />
      </svg>
      <span className="visually-hidden">
        {name} in the last 2 minutes: {words}
      </span>
    </>
  );
}
