import { useCallback, useEffect, useState } from 'react';
import type { History } from '../../shared/history';
import { isAvailable, type Telemetry } from '../../shared/telemetry';
import { withPoint, type TrailPoint } from '../../shared/view/sparkline';
import { sparklineMs } from '../components/Sparkline';
import { useRaybar } from '../raybar-context';

const none: readonly TrailPoint[] = [];

/**
 * What the GPU did lately: asked for once, and again when the popover is seen anew (it hears nothing while it is
 * hidden); then each snapshot's sample is added.
 */
export function useGpuTrail({ at, gpu }: Telemetry): readonly TrailPoint[] {
  const { ask } = useRaybar();
  const [points, setPoints] = useState(none);
  const known = isAvailable(gpu);
  const percent = known && isAvailable(gpu.devicePercent) ? gpu.devicePercent : null;

  const seed = useCallback(async () => {
    const answer = await ask('history', { span: '10min', after: null });
    // Without it the line begins with the samples to come.
    if (answer.type === 'success') setPoints((younger) => joined(trailOf(answer.value), younger));
  }, [ask]);
  useEffect(() => {
    if (!known) return undefined;
    void seed();
    const seedWhenSeen = () => {
      if (!document.hidden) void seed();
    };
    document.addEventListener('visibilitychange', seedWhenSeen);
    return () => document.removeEventListener('visibilitychange', seedWhenSeen);
  }, [known, seed]);

  useEffect(() => {
    if (at !== null) setPoints((before) => withPoint(before, { at, percent }, sparklineMs));
  }, [at, percent]);
  return points;
}

function trailOf({ at, series }: History): readonly TrailPoint[] {
  return at.map((time, index) => ({ at: time, percent: series.gpuPercent[index] ?? null }));
}

/** What main has kept, and after it what came while it was asked. */
function joined(kept: readonly TrailPoint[], younger: readonly TrailPoint[]): readonly TrailPoint[] {
  const newest = kept.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  // A column of the history begins at the full second, its sample came within it.
  return [...kept, ...younger.filter(({ at }) => at >= newest + 1_000)];
}
