// @vitest-environment happy-dom
import uPlot from 'uplot';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chartData, chartOptions } from '../../../../src/renderer/activity/chart-options';
import type { ChartPalette } from '../../../../src/renderer/activity/chart-colours';
import { activityCharts, type ActivityChart } from '../../../../src/shared/view/activity-charts';
import { withGaps } from '../../../../src/shared/view/history-window';
import { exampleHistory } from '../../../support/example-history';
import { exampleSnapshot } from '../../../support/snapshots';

interface Written {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

let written: Written[] = [];

/** This DOM draws nothing: what is written on a canvas is kept, all else is let pass. */
const context = new Proxy<Record<string | symbol, unknown>>(
  {
    fillText: (text: string, x: number, y: number) => void written.push({ text, x, y }),
    measureText: (text: string) => ({ width: 6 * text.length }),
  },
  { get: (known, name) => known[name] ?? (() => undefined) },
);

beforeEach(() => {
  written = [];
  vi.stubGlobal(
    'Path2D',
    class {
      moveTo() {}
      lineTo() {}
      rect() {}
      closePath() {}
      addPath() {}
    },
  );
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
    configurable: true,
    value: () => context,
  });
});
afterEach(() => vi.unstubAllGlobals());

const dark = '#000000';
const palette: ChartPalette = {
  gpu: dark,
  'chart-cpu': dark,
  'chart-worker': dark,
  'memory-app': dark,
  'memory-wired': dark,
  'memory-compressed': dark,
  'memory-cached': dark,
  dim: dark,
  line: dark,
  text: dark,
  card: dark,
  page: dark,
  hover: dark,
};

async function draw(id: ActivityChart['id']): Promise<Written[]> {
  const history = exampleHistory();
  const { at, series } = withGaps(history);
  const chart = activityCharts(series, exampleSnapshot(), { locale: 'en-GB' }).find((one) => one.id === id);
  if (chart === undefined) throw new Error(`There is no chart ${id}.`);
  const contents = { chart, from: at[0] ?? 0, to: at.at(-1) ?? 0, gaps: [], marks: [] };
  const options = chartOptions(
    () => contents,
    palette,
    { width: 400, height: 168 },
    () => undefined,
  );
  const plot = new uPlot(options, chartData(at, chart.lines), document.body);
  await vi.waitFor(() => expect(written.length).toBeGreaterThan(0), 30_000);
  plot.destroy();
  return written;
}

it('the memory’s parts that are high enough have their names in them, Apps lowest', async () => {
  const names = new Set(['Apps', 'Wired', 'Compressed', 'Cached']);
  const drawn = (await draw('memory')).filter(({ text }) => names.has(text));
  // Of 48 GB the 1.2 that are compressed are but three pixels.
  expect(drawn.map(({ text }) => text)).toEqual(['Apps', 'Wired', 'Cached']);
  const heights = drawn.map(({ y }) => y);
  expect(heights).toEqual([...heights].sort((a, b) => b - a));
  for (const { x } of drawn) expect(x).toBeLessThanOrEqual(400 * devicePixelRatio);
});

it('the network’s axis has ticks that differ', async () => {
  const ticks = (await draw('network')).map(({ text }) => text).filter((text) => text.endsWith('/s'));
  expect(ticks.length).toBeGreaterThan(2);
  expect(new Set(ticks).size).toBe(ticks.length);
});
