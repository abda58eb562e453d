import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCounters } from '../../../../src/main/metrics/counters';
import { metricFamilies } from '../../../../src/main/metrics/metric-families';
import { metricsText } from '../../../../src/main/metrics/metrics-text';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { noTelemetry, telemetrySchema, type Telemetry } from '../../../../src/shared/telemetry';
import { workerStateKinds } from '../../../../src/shared/worker-state';
import { exampleTelemetry } from '../../../support/example-telemetry';
import { exampleSnapshot } from '../../../support/snapshots';

const snapshot = exampleSnapshot('contributing');
const textOf = (telemetry: Telemetry, of: Snapshot = snapshot): Promise<string> =>
  metricsText(
    metricFamilies({ ...of, telemetry }, { ...noCounters, drains: { ...noCounters.drains, sleep: 2 } }),
  );
const lines = (text: string): string[] => text.split('\n');

describe('Metrics', () => {
  it('tell what was measured in base units', async () => {
    const told = lines(await textOf(exampleTelemetry(true)));
    expect(told).toEqual(
      expect.arrayContaining([
        'raybar_gpu_utilization_ratio 0.63',
        `raybar_gpu_memory_limit_bytes ${36 * 2 ** 30}`,
        'raybar_gpu_memory_limit_estimated 1',
        `raybar_memory_bytes{part="wired"} ${16.3 * 2 ** 30}`,
        'raybar_memory_pressure{level="normal"} 1',
        'raybar_memory_pressure{level="critical"} 0',
        'raybar_cpu_cluster_utilization_ratio{cluster="efficiency"} 0.72',
        'raybar_worker_state{state="contributing"} 1',
        'raybar_worker_state{state="off"} 0',
        'raybar_worker_cpu_cores 1.08',
        'raybar_drains_total{reason="sleep"} 2',
        'raybar_drains_total{reason="owner"} 0',
        'raybar_sampler_duration_seconds 0.018',
        '# TYPE raybar_network_receive_bytes_total counter',
        'raybar_network_receive_bytes_total 52000000000',
        'raybar_network_transmit_bytes_total 9000000000',
        '# TYPE raybar_swap_out_bytes_total counter',
        `raybar_swap_out_bytes_total ${0.4 * 2 ** 30}`,
      ]),
    );
    expect(told).toContain('# TYPE raybar_drains_total counter');
    expect(told).toContain('# TYPE raybar_worker_state gauge');
    // A rate that somebody else has made can't be summed or averaged over another time.
    expect(told.filter((line) => line.includes('per_second'))).toEqual([]);
  });

  it('leave out what the machine does not tell: absent, not 0', async () => {
    const text = await textOf(exampleTelemetry(true));
    expect(text).not.toContain('raybar_battery_charge_ratio');
    expect(text).not.toContain('raybar_cpu_speed_limit_ratio');
    const nothing = await textOf(noTelemetry);
    expect(nothing).not.toMatch(/raybar_(gpu|memory|swap|cpu|network|model|thermal|power|battery|sample)/);
    expect(nothing).toContain('raybar_worker_state{state="contributing"} 1');
  });

  it('name no task, so that a cluster can’t make series without end', async () => {
    const text = await textOf(exampleTelemetry(true));
    expect(snapshot.tasks.length).toBeGreaterThan(0);
    for (const { name, id } of snapshot.tasks) {
      expect(text).not.toContain(name);
      expect(text).not.toContain(id);
    }
  });

  it('tell exactly one state of a worker', async () => {
    for (const of of workerStateKinds.map((kind) => exampleSnapshot(kind))) {
      const states = lines(await textOf(noTelemetry, of)).filter((line) =>
        line.startsWith('raybar_worker_state{'),
      );
      expect(states).toHaveLength(workerStateKinds.length);
      expect(states.filter((line) => line.endsWith(' 1'))).toEqual([
        `raybar_worker_state{state="${of.worker.kind}"} 1`,
      ]);
    }
  });
});

describe('Metrics of any telemetry', () => {
  const reading = <T>(told: fc.Arbitrary<T>) => fc.oneof(told, fc.constant({ unavailable: 'not told' }));
  const bytes = fc.double({ min: 0, max: 2 ** 45, noNaN: true });
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  const telemetry: fc.Arbitrary<Telemetry> = fc.record({
    at: fc.option(fc.integer({ min: 0 })),
    gpu: reading(
      fc.record({
        model: reading(fc.string()),
        coreCount: reading(fc.integer({ min: 1 })),
        devicePercent: reading(percent),
        rendererPercent: reading(percent),
        tilerPercent: reading(percent),
        inUseBytes: reading(bytes),
        allocatedBytes: reading(bytes),
        limit: reading(fc.record({ bytes, estimated: fc.boolean() })),
      }),
    ),
    memory: reading(
      fc.record({
        totalBytes: bytes,
        usedBytes: bytes,
        appBytes: bytes,
        wiredBytes: bytes,
        compressedBytes: bytes,
        cachedBytes: bytes,
        freeBytes: bytes,
        pageBytes: fc.constantFrom(4_096, 16_384),
      }),
    ),
    pressure: reading(fc.constantFrom('normal' as const, 'warning' as const, 'critical' as const)),
    swap: reading(
      fc.record({
        usedBytes: bytes,
        totalBytes: reading(bytes),
        inBytesPerSecond: reading(bytes),
        outBytesPerSecond: reading(bytes),
      }),
    ),
    cpu: fc.record({
      percent: reading(percent),
      efficiencyPercent: reading(percent),
      performancePercent: reading(percent),
    }),
    network: reading(fc.record({ receivedBytesPerSecond: bytes, sentBytesPerSecond: bytes })),
    counted: fc.record({
      network: reading(fc.record({ receivedBytes: bytes, sentBytes: bytes })),
      swap: reading(fc.record({ inBytes: bytes, outBytes: bytes })),
    }),
    modelCacheDisk: reading(fc.record({ path: fc.string(), freeBytes: bytes, totalBytes: bytes })),
    thermal: reading(fc.record({ throttled: fc.boolean(), speedLimitPercent: reading(percent) })),
    power: reading(
      fc.record({
        source: fc.constantFrom('mains' as const, 'battery' as const),
        batteryPercent: reading(percent),
      }),
    ),
    worker: reading(
      fc.record({
        cpuPercent: reading(bytes),
        memoryBytes: reading(bytes),
        processCount: fc.nat(),
      }),
    ),
    sampler: fc.record({
      sampleCount: fc.nat(),
      durationMs: bytes,
      commandCount: fc.nat(),
      hungCommandCount: fc.nat(),
    }),
  });

  it('have valid names, base units, a help each, and only numbers', async () => {
    await fc.assert(
      fc.asyncProperty(telemetry, async (any) => {
        expect(telemetrySchema.safeParse(any).success).toBe(true);
        const families = metricFamilies({ ...snapshot, telemetry: any }, noCounters);
        expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
        for (const { name, help, type, samples } of families) {
          expect(name).toMatch(/^raybar_[a-z]+(_[a-z]+)*$/);
          expect(name.endsWith('_total')).toBe(type === 'counter');
          expect(name).not.toMatch(/percent|_ms|milli|kilo|mega|giga|_mb|_gb/);
          expect(help).toMatch(/^\S.*\.$/);
          expect(samples.length).toBeGreaterThan(0);
          for (const { labels, value } of samples) {
            expect(Number.isFinite(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(0);
            if (name.endsWith('_ratio')) expect(value).toBeLessThanOrEqual(1);
            expect(Object.keys(labels)).toEqual(Object.keys(samples[0]?.labels ?? {}));
          }
        }
        const text = await metricsText(families);
        const bare = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
        expect(bare).toHaveLength(families.reduce((sum, { samples }) => sum + samples.length, 0));
        for (const line of bare)
          expect(line).toMatch(/^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+$/);
      }),
      { numRuns: 100 },
    );
  });
});
