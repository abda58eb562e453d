import { describe, expect, it } from 'vitest';
import { gpuHolds, gpuTitle } from '../../../../src/shared/view/gpu-words';
import { coreClusters, networkWords, workerShare } from '../../../../src/shared/view/machine-words';
import { highPressure } from '../../../../src/shared/view/pressure-words';
import { readingsNow } from '../../../../src/shared/view/readings-now';
import { trayTitle } from '../../../../src/shared/view/tray-title';
import { noTelemetry, type GpuReadings } from '../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../support/example-telemetry';
import { exampleSnapshot } from '../../../support/snapshots';

const place = { locale: 'en-GB' };
const gib = 2 ** 30;
const telemetry = exampleTelemetry(true);
const gpuOf = (parts: Partial<GpuReadings> = {}): GpuReadings => {
  if ('unavailable' in telemetry.gpu) throw new Error('The example has a GPU.');
  return { ...telemetry.gpu, ...parts };
};

describe('the GPU', () => {
  it('is named with its cores, where they are known', () => {
    expect(gpuTitle(gpuOf())).toBe('MPS · 16-core GPU');
    expect(gpuTitle(gpuOf({ coreCount: { unavailable: 'not told' } }))).toBe('MPS · GPU');
  });

  it('holds so much of its limit, and an estimate says so', () => {
    expect(gpuHolds(gpuOf(), place)).toMatchObject({ text: '17.4 of about 36 GB', share: 17.4 / 36 });
    const limit = { bytes: 36 * gib, estimated: false };
    expect(gpuHolds(gpuOf({ limit }), place)).toMatchObject({ text: '17.4 of 36 GB' });
  });

  it('without a known limit holds so much, and the reason is told', () => {
    expect(gpuHolds(gpuOf({ limit: { unavailable: 'no sysctl' } }), place)).toEqual({
      text: '17.4 GB',
      share: null,
      limit: 'its limit is not known: no sysctl',
    });
  });

  it('whose memory is not told has a reason instead', () => {
    const inUseBytes = { unavailable: 'macOS 12 does not tell it' };
    expect(gpuHolds(gpuOf({ inUseBytes }), place)).toEqual(inUseBytes);
  });
});

describe('beside the icon', () => {
  it.each([
    ['none', '', null],
    ['gpu', '63 %', 'MPS 63 %'],
    ['memory', '31.2 GB', 'memory 31.2 of 48 GB'],
  ] as const)('stands for %s: “%s”', (wanted, title, words) => {
    expect(trayTitle(exampleSnapshot('contributing', { trayTitle: wanted }), place)).toEqual({
      title,
      words,
    });
  });

  it('stands a dash for what is not known, with its reason in words', () => {
    const snapshot = exampleSnapshot('contributing', { trayTitle: 'gpu', telemetry: noTelemetry });
    expect(trayTitle(snapshot, place)).toEqual({ title: '–', words: 'MPS not known: not measured yet' });
  });
});

it('pressure is high from the warning on', () => {
  expect(highPressure({ pressure: 'normal' })).toBe(null);
  expect(highPressure({ pressure: 'warning' })).toBe('memory pressure high');
  expect(highPressure({ pressure: 'critical' })).toBe('memory pressure critical');
  expect(highPressure({ pressure: { unavailable: 'no PSI' } })).toBe(null);
});

it('core clusters are told where both are known', () => {
  expect(coreClusters(telemetry.cpu, place)?.text).toBe('E 72 % · P 28 %');
  expect(coreClusters({ ...telemetry.cpu, efficiencyPercent: { unavailable: 'one kind' } }, place)).toBe(
    null,
  );
});

describe('the network', () => {
  it.each([
    [1_200_000, 400_000, '↓ 1.2 ↑ 0.4 MB/s'],
    [3_000, 200, '↓ 3 KB/s ↑ <1 KB/s'],
    [0, 0, '↓ 0 ↑ 0 KB/s'],
    [2_100_000, 30_000, '↓ 2.1 MB/s ↑ 30 KB/s'],
  ])('of %i and %i bytes a second is told as %s', (received, sent, text) => {
    const words = networkWords({ receivedBytesPerSecond: received, sentBytesPerSecond: sent }, place);
    if ('unavailable' in words) throw new Error('The network was told.');
    expect(words.text).toBe(text);
  });
});

it('the worker’s total is told against the machine; what is not known is left out', () => {
  const snapshot = exampleSnapshot();
  expect(workerShare(snapshot, place)).toBe('8 % of all CPU, 50 % of all memory');
  const worker = { cpuPercent: { unavailable: 'first look' }, memoryBytes: 24 * gib, processCount: 9 };
  expect(workerShare({ ...snapshot, telemetry: { ...telemetry, worker } }, place)).toBe('50 % of all memory');
  expect(workerShare({ ...snapshot, telemetry: noTelemetry }, place)).toBe(null);
});

describe('all readings', () => {
  it('have their value in words', () => {
    const told = new Map(readingsNow(exampleSnapshot(), place).map(({ name, value }) => [name, value]));
    expect(told.get('GPU holds')).toBe('17.4 of about 36 GB');
    expect(told.get('CPU')).toBe('41 %, efficiency 72 %, performance 28 %');
    expect(told.get('Memory')).toBe(
      '31.2 of 48 GB: apps 13.7, wired 16.3, compressed 1.2, cached 6.1, free 10.7',
    );
    expect(told.get('Swap')).toBe('0.3 of 1 GB');
    expect(told.get('Models’ cache')).toBe('312 of 994 GB free at /Users/me/.cache/huggingface');
  });

  it('have their reason where there is none, and no number', () => {
    const readings = readingsNow(exampleSnapshot('off', { telemetry: noTelemetry }), place);
    const measured = readings.filter(({ name }) => name !== 'Measuring');
    expect(measured.length).toBeGreaterThan(8);
    for (const { value } of measured) expect(value).toEqual({ unavailable: 'not measured yet' });
  });
});
