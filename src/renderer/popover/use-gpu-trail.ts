import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { History } from '../../shared/history';
import { isAvailable } from '../../shared/reading';
import type { Telemetry } from '../../shared/telemetry';
import { withPoint, type TrailPoint } from '../../shared/view/sparkline';
import { sparklineMs } from '../components/Sparkline';
import { useRaybar } from '../raybar-context';

const none: readonly TrailPoint[] = [];

/**
 * What the GPU did lately: asked for once, and again when the popover is seen anew (it hears nothing while it is
 * hidden); then each snapshot's sample is added.
 */
export function useGpuTrail(): readonly TrailPoint[] {
  const { ask, store } = useRaybar();
  const [points, setPoints] = useState(none);

  useEffect(() => {
    const add = () => {
      const sample = sampleOf(store.getState().snapshot?.telemetry);
      if (sample !== null)
        setPoints((before) =>
          before.at(-1)?.at === sample.at ? before : withPoint(before, sample, sparklineMs),
        );
    };
    add();
    return store.subscribe(add);
  }, [store]);

  const known = useStore(store, ({ snapshot }) => snapshot !== null && isAvailable(snapshot.telemetry.gpu));
  useEffect(() => {
    if (!known) return undefined;
    const seed = async () => {
      const answer = await ask('history', { span: '10min', after: null });
      // Without it the line begins with the samples to come.
      if (answer.type === 'success') setPoints((younger) => joined(trailOf(answer.value), younger));
    };
    void seed();
    const seedWhenSeen = () => {
      if (!document.hidden) void seed();
    };
    document.addEventListener('visibilitychange', seedWhenSeen);
    return () => document.removeEventListener('visibilitychange', seedWhenSeen);
  }, [ask, known]);
  return points;
}

function sampleOf(telemetry: Telemetry | undefined): TrailPoint | null {
  if (telemetry === undefined) return null;
  const { at, gpu } = telemetry;
  if (at === null || !isAvailable(gpu)) return null;
  return { at, percent: isAvailable(gpu.devicePercent) ? gpu.devicePercent : null };
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
