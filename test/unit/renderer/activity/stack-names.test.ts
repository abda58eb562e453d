import { expect, it } from 'vitest';
import { newestBands } from '../../../../src/renderer/activity/stack-names';
import { activityCharts, type ActivityChart } from '../../../../src/shared/view/activity-charts';
import { withGaps } from '../../../../src/shared/view/history-window';
import { exampleHistory } from '../../../support/example-history';
import { exampleSnapshot } from '../../../support/snapshots';

const { at, series } = withGaps(exampleHistory());

const linesOf = (id: ActivityChart['id'], columns = series) =>
  activityCharts(columns, exampleSnapshot(), { locale: 'en-GB' }).find((chart) => chart.id === id)?.lines ??
  [];

it('the memory’s parts are named where they stand, each on the one below', () => {
  const newest = newestBands(linesOf('memory'));
  const { bands = [] } = newest ?? {};
  expect(newest?.column).toBe(at.length - 1);
  expect(bands.map(({ name }) => name)).toEqual(['Apps', 'Wired', 'Compressed', 'Cached']);
  expect(bands.map(({ from }) => from)).toEqual([0, ...bands.slice(0, 3).map(({ to }) => to)]);
  const gib = 2 ** 30;
  for (const [index, name] of (['memoryAppBytes', 'memoryWiredBytes'] as const).entries()) {
    const band = bands[index];
    expect((band?.to ?? 0) - (band?.from ?? 0)).toBeCloseTo((series[name].at(-1) ?? 0) / gib, 6);
  }
});

it('they are named where all of them were told last, and nowhere when they never were', () => {
  const untold = { ...series, memoryWiredBytes: series.memoryWiredBytes.map(() => null) };
  const before = { ...series, memoryWiredBytes: [...series.memoryWiredBytes.slice(0, -1), null] };
  expect(newestBands(linesOf('memory', untold))).toBe(null);
  expect(newestBands(linesOf('memory', before))?.column).toBe(at.length - 2);
});

it('a chart that stacks nothing has no such names', () => {
  expect(newestBands(linesOf('cpu'))).toBe(null);
});
