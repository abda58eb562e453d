import { useEffect, useState } from 'react';
import type { ChartColour } from '../../shared/view/activity-charts';

export type ChartPalette = Readonly<
  Record<ChartColour | 'line' | 'text' | 'card' | 'page' | 'hover', string>
>;

const names = [
  'gpu',
  'chart-cpu',
  'chart-worker',
  'memory-app',
  'memory-wired',
  'memory-compressed',
  'memory-cached',
  'dim',
  'line',
  'text',
  'card',
  'page',
  'hover',
] as const satisfies readonly (keyof ChartPalette)[];

/** The theme's colours as a canvas wants them, told anew when the theme changes. */
export function useChartPalette(): ChartPalette {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const read = () => setPalette(readPalette());
    dark.addEventListener('change', read);
    return () => dark.removeEventListener('change', read);
  }, []);
  return palette;
}

function readPalette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries) as ChartPalette;
}
