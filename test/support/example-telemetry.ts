import type { Telemetry } from '../../src/shared/telemetry';

const gib = 2 ** 30;

/** An M4 Pro with 48 GB at work: the figures of a machine that lends two tasks its GPU, or that rests. */
export function exampleTelemetry(busy: boolean): Telemetry {
  return {
    at: 1_795_194_120_000,
    gpu: {
      model: 'Apple M4 Pro',
      coreCount: 16,
      devicePercent: busy ? 63 : 4,
      rendererPercent: busy ? 60 : 4,
      tilerPercent: busy ? 2 : 1,
      inUseBytes: (busy ? 17.4 : 1.1) * gib,
      allocatedBytes: (busy ? 19.2 : 2) * gib,
      limit: { bytes: 36 * gib, estimated: true },
    },
    memory: {
      totalBytes: 48 * gib,
      usedBytes: 31.2 * gib,
      appBytes: 13.7 * gib,
      wiredBytes: 16.3 * gib,
      compressedBytes: 1.2 * gib,
      cachedBytes: 6.1 * gib,
      freeBytes: 10.7 * gib,
      pageBytes: 16_384,
    },
    pressure: 'normal',
    swap: {
      usedBytes: 0.3 * gib,
      totalBytes: gib,
      inBytesPerSecond: 0,
      outBytesPerSecond: 0,
    },
    cpu: { percent: 41, efficiencyPercent: 72, performancePercent: 28 },
    network: { receivedBytesPerSecond: 1_200_000, sentBytesPerSecond: 400_000 },
    counted: {
      network: { receivedBytes: 52_000_000_000, sentBytes: 9_000_000_000 },
      swap: { inBytes: 0.1 * gib, outBytes: 0.4 * gib },
    },
    modelCacheDisk: { path: '/Users/me/.cache/huggingface', freeBytes: 312 * gib, totalBytes: 994 * gib },
    thermal: { throttled: false, speedLimitPercent: { unavailable: 'Apple Silicon does not tell it' } },
    power: { source: 'mains', batteryPercent: { unavailable: 'there is no battery' } },
    worker: busy
      ? { cpuPercent: 108, memoryBytes: 24 * gib, processCount: 9 }
      : { unavailable: 'no worker runs' },
    sampler: { sampleCount: 4_211, durationMs: 18, commandCount: 3, hungCommandCount: 0 },
  };
}
