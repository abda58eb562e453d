import { describe, expect, it } from 'vitest';
import type { HistorySeries } from '../../../../src/shared/history';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { activityCharts, type ActivityChart } from '../../../../src/shared/view/activity-charts';
import { historyTable } from '../../../../src/shared/view/history-table';
import { memoryBar } from '../../../../src/shared/view/memory-bar';
import { withGaps } from '../../../../src/shared/view/history-window';
import { noTelemetry } from '../../../../src/shared/telemetry';
import { exampleHistory } from '../../../support/example-history';
import { exampleSnapshot } from '../../../support/snapshots';

const place = { locale: 'en-GB', timeZone: 'UTC' };
const gib = 2 ** 30;

function chartOf(
  id: ActivityChart['id'],
  {
    unavailable = [],
    snapshot = exampleSnapshot(),
  }: { unavailable?: HistorySeries[]; snapshot?: Snapshot } = {},
): ActivityChart {
  const columns = withGaps(exampleHistory({ unavailable }));
  const chart = activityCharts(columns.series, snapshot, place).find((each) => each.id === id);
  if (chart === undefined) throw new Error(`There is no chart ${id}.`);
  return chart;
}

describe('the memory chart', () => {
  it('stacks the parts up to what is used and cached, and each tells its own amount', () => {
    const history = exampleHistory();
    const { lines, top } = chartOf('memory');
    const last = withGaps(history).at.length - 1;
    const amounts = (
      ['memoryAppBytes', 'memoryWiredBytes', 'memoryCompressedBytes', 'memoryCachedBytes'] as const
    ).map((name) => history.series[name].at(-1) ?? 0);
    const sum = amounts.reduce((total, amount) => total + amount, 0);
    expect(lines.at(-1)?.heights[last]).toBeCloseTo(sum / gib, 6);
    for (const [index, { text }] of lines.entries())
      expect(Math.abs(Number.parseFloat(text(last) ?? '') - (amounts[index] ?? 0) / gib)).toBeLessThan(0.1);
    expect(top).toBe(48);
  });

  it('tells a sample as the popover’s bar tells it, whose rounded parts add up', () => {
    const memory = {
      totalBytes: 16 * gib,
      usedBytes: 13.6 * gib,
      appBytes: 3.83 * gib,
      wiredBytes: 3.83 * gib,
      compressedBytes: 5.94 * gib,
      cachedBytes: 1.59 * gib,
      freeBytes: 0.81 * gib,
      pageBytes: 16_384,
    };
    const telemetry = { ...exampleSnapshot().telemetry, memory };
    const { at, series } = withGaps(exampleHistory());
    const last = at.length - 1;
    const kept = (bytes: number) => at.map(() => Math.fround(bytes));
    const sampled = {
      ...series,
      memoryAppBytes: kept(memory.appBytes),
      memoryWiredBytes: kept(memory.wiredBytes),
      memoryCompressedBytes: kept(memory.compressedBytes),
      memoryCachedBytes: kept(memory.cachedBytes),
    };
    const charts = activityCharts(sampled, exampleSnapshot('contributing', { telemetry }), place);
    const lines = charts.find(({ id }) => id === 'memory')?.lines ?? [];
    const bar = memoryBar(memory, place);
    expect(lines.map(({ text }) => text(last))).toEqual(
      bar.parts.slice(0, 4).map(({ amount }) => `${amount} ${bar.unit}`),
    );
    expect(bar.parts.map(({ amount }) => Number(amount))).not.toContain(5.9);
  });

  it('draws no part where one below it was not told', () => {
    const { lines } = chartOf('memory', { unavailable: ['memoryWiredBytes'] });
    expect(lines.map(({ heights }) => heights.at(-1) === null)).toEqual([false, true, true, true]);
  });
});

it('the worker’s CPU is told against the whole machine', () => {
  const worker = exampleHistory().series.workerCpuPercent.at(-1) ?? 0;
  const line = chartOf('cpu').lines.find(({ name }) => name.includes('worker'));
  expect(line?.heights.at(-1)).toBeCloseTo(worker / 14, 6);
});

it('the GPU’s limit is a line of its own, which says whether it is an estimate', () => {
  expect(chartOf('held').lines.map(({ name }) => name)).toEqual([
    'GPU',
    'Ray’s worker',
    'GPU’s limit, about',
  ]);
  const snapshot = exampleSnapshot('off', { telemetry: noTelemetry });
  expect(chartOf('held', { snapshot }).lines).toHaveLength(2);
});

it('lines of one chart differ by more than their colour', () => {
  for (const id of ['cpu', 'held', 'swap', 'network'] as const) {
    const styles = chartOf(id).lines.map(({ style }) => style);
    expect(new Set(styles).size).toBe(styles.length);
  }
});

describe('a chart of what the machine never told', () => {
  const linux = exampleSnapshot('off', {
    telemetry: { ...exampleSnapshot().telemetry, gpu: { unavailable: 'no Apple GPU here' } },
  });

  it('has the reason instead', () => {
    expect(chartOf('gpu', { unavailable: ['gpuPercent'], snapshot: linux }).unavailable).toBe(
      'no Apple GPU here',
    );
  });

  it('shows what it has where only a part is missing', () => {
    const held = chartOf('held', { unavailable: ['gpuInUseBytes'], snapshot: linux });
    expect(held).toMatchObject({ title: 'Memory of Ray’s worker', unavailable: null });
    expect(held.lines.map(({ name }) => name)).toEqual(['Ray’s worker']);
  });

  it('shows what was told before', () => {
    expect(chartOf('gpu', { snapshot: linux }).unavailable).toBe(null);
  });
});

describe('the network’s axis', () => {
  const chartWith = (peak: number) => {
    const { series } = withGaps(exampleHistory());
    const quiet = series.networkReceivedBytesPerSecond.map((_, column) => (column === 3 ? peak : 0));
    const network = { networkReceivedBytesPerSecond: quiet, networkSentBytesPerSecond: quiet.map(() => 0) };
    const charts = activityCharts({ ...series, ...network }, exampleSnapshot(), place);
    const chart = charts.find(({ id }) => id === 'network');
    if (chart === undefined) throw new Error('There is no chart of the network.');
    return chart;
  };

  it('counts KB up to a MB a second, and beside it the values do', () => {
    const { top, tick, lines } = chartWith(300_000);
    expect(top).toBeCloseTo(330, 6);
    expect(tick(200)).toBe('200 KB/s');
    expect(lines[0]?.text(3)).toBe('300 KB/s');
    expect(chartWith(1_000_000).tick(1)).toBe('1 MB/s');
    expect(chartWith(2_000_000_000).tick(1.5)).toBe('1.5 GB/s');
  });

  it('has room above a quiet machine', () => {
    for (const peak of [0, 80, 900]) expect(chartWith(peak).top).toBe(10);
  });

  it('has ticks that say where they stand, each another', () => {
    const steps = [0.01, 0.1, 1, 10, 100].flatMap((power) => [1, 2, 2.5, 5].map((step) => step * power));
    for (const peak of [
      0, 500, 9_500, 30_000, 99_000, 150_000, 999_999, 1e6, 1.7e6, 2e6, 9e6, 7e7, 4e8, 1e9, 3e9,
    ]) {
      const { top, tick } = chartWith(peak);
      // As uPlot chooses them: at least 28 px apart on some 133.
      const step = steps.find((each) => each >= (top * 28) / 133) ?? top;
      for (let height = 0; height <= top; height += step)
        expect(Number.parseFloat(tick(height).replace(',', ''))).toBeCloseTo(height, 6);
    }
  });
});

it('pressure is told in words', () => {
  const line = chartOf('swap').lines.find(({ name }) => name === 'Pressure');
  expect(['normal', 'high', 'critical']).toContain(line?.text(0));
});

describe('the table', () => {
  it('has at most sixty rows, the newest first, and all that the charts show', () => {
    for (const span of ['10min', '3h', '24h'] as const) {
      const { headings, rows } = historyTable(exampleHistory({ span }), exampleSnapshot(), place);
      expect(rows.length).toBeLessThanOrEqual(61);
      expect(rows.length).toBeGreaterThan(40);
      expect(rows[0]?.at).toBeGreaterThan(rows.at(-1)?.at ?? Infinity);
      for (const { cells } of rows) expect(cells).toHaveLength(headings.length);
    }
  });

  it('leaves out what was not told', () => {
    const history = exampleHistory({ unavailable: ['gpuPercent'] });
    const { headings, rows } = historyTable(history, exampleSnapshot(), place);
    const column = headings.indexOf('MPS');
    expect(new Set(rows.map(({ cells }) => cells[column]))).toEqual(new Set([null]));
  });
});
