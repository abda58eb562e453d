import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSystemReadings } from '../../../../src/main/observe/system-readings';
import { createTelemetry, type TelemetryReader } from '../../../../src/main/observe/telemetry';

const good: TelemetryReader = {
  cpuPercent: async () => 41,
  memory: async () => ({ usedBytes: 31, totalBytes: 48 }),
};
const never = () => new Promise<never>(() => undefined);

afterEach(() => {
  vi.useRealTimers();
});

describe('a telemetry sample', () => {
  it('has CPU and memory', async () => {
    expect(await createTelemetry({ reader: good }).sample()).toEqual({
      cpuPercent: 41,
      memory: { usedBytes: 31, totalBytes: 48 },
    });
  });

  it('says why a reading is missing, and keeps the other', async () => {
    const reader = { ...good, memory: () => Promise.reject(new Error('vm_stat: no such file')) };
    expect(await createTelemetry({ reader }).sample()).toEqual({
      cpuPercent: 41,
      memory: { unavailable: 'vm_stat: no such file' },
    });
  });

  it('takes an impossible reading for none, and never for 0', async () => {
    const reader = {
      cpuPercent: async () => Number.NaN,
      memory: async () => ({ usedBytes: 0, totalBytes: 48 }),
    };
    const { cpuPercent, memory } = await createTelemetry({ reader }).sample();
    expect(cpuPercent).toHaveProperty('unavailable');
    expect(memory).toHaveProperty('unavailable');
  });

  it('has no CPU before there is a time to measure it over', async () => {
    const { cpuPercent } = await createTelemetry({
      reader: { ...good, cpuPercent: async () => null },
    }).sample();
    expect(cpuPercent).toEqual({ unavailable: 'being measured' });
  });

  it('rounded over 100 is 100', async () => {
    const { cpuPercent } = await createTelemetry({
      reader: { ...good, cpuPercent: async () => 100.02 },
    }).sample();
    expect(cpuPercent).toBe(100);
  });

  it('asked for during another joins it', async () => {
    const cpuPercent = vi.fn<TelemetryReader['cpuPercent']>(async () => 41);
    const telemetry = createTelemetry({ reader: { ...good, cpuPercent } });
    await Promise.all([telemetry.sample(), telemetry.sample()]);
    expect(cpuPercent).toHaveBeenCalledTimes(1);
    await telemetry.sample();
    expect(cpuPercent).toHaveBeenCalledTimes(2);
  });

  it('does not wait for a reading that hangs, nor begin it anew', async () => {
    vi.useFakeTimers();
    const memory = vi.fn<TelemetryReader['memory']>(never);
    const telemetry = createTelemetry({ reader: { ...good, memory }, timeoutMs: 4_000 });
    const first = telemetry.sample();
    await vi.advanceTimersByTimeAsync(4_000);
    expect((await first).memory).toEqual({ unavailable: 'no answer within 4 s' });
    expect((await telemetry.sample()).memory).toEqual({
      unavailable: 'the reading before has not come back',
    });
    expect(memory).toHaveBeenCalledTimes(1);
  });
});

describe('this machine', () => {
  it('gives its memory, and its CPU from the second look on', async () => {
    const telemetry = createTelemetry({ reader: createSystemReadings(0) });
    expect((await telemetry.sample()).cpuPercent).toEqual({ unavailable: 'being measured' });
    const { cpuPercent, memory } = await telemetry.sample();
    expect(cpuPercent).toEqual(expect.any(Number));
    expect(memory).toEqual({ usedBytes: expect.any(Number), totalBytes: expect.any(Number) });
  });
});
