import { describe, expect, it, vi } from 'vitest';
import type { MachineReader, MachineSample } from '../../../../src/main/observe/machine-reader';
import { createTelemetry } from '../../../../src/main/observe/telemetry';
import { noTelemetry, telemetrySchema } from '../../../../src/shared/telemetry';

const { at: _at, worker: _worker, sampler: _sampler, ...readings } = noTelemetry;
const sample: MachineSample = {
  readings,
  processes: {
    at: 1_000,
    processes: [{ pid: 4_721, startToken: 'a', cpuTimeMs: 500, memoryBytes: 7_000 }],
  },
  commandCount: 2,
  hungCommandCount: 1,
};
const worker = { root: { pid: 4_700, pgid: 4_700 }, taskPids: [4_721] };

describe('a telemetry sample', () => {
  it('has the machine’s readings, when they were taken and what taking them cost', async () => {
    const telemetry = createTelemetry({ reader: { read: async () => sample }, now: () => 1_700 });
    const first = (await telemetry.sample({ watched: false, worker: null })).telemetry;
    expect(telemetrySchema.parse(first)).toMatchObject({
      at: 1_700,
      worker: { unavailable: 'no worker runs' },
      sampler: { sampleCount: 1, commandCount: 2, hungCommandCount: 1 },
    });
    const second = (await telemetry.sample({ watched: false, worker: null })).telemetry;
    expect(second.sampler.sampleCount).toBe(2);
  });

  it('has what the worker’s processes use, each and together', async () => {
    const telemetry = createTelemetry({ reader: { read: async () => sample } });
    const { telemetry: taken, uses } = await telemetry.sample({ watched: true, worker });
    expect(taken.worker).toEqual({
      cpuPercent: { unavailable: 'being measured' },
      memoryBytes: 7_000,
      processCount: 1,
    });
    expect(uses.get(4_721)).toEqual({ cpuPercent: { unavailable: 'being measured' }, memoryBytes: 7_000 });
  });

  it('asked for during another joins it', async () => {
    const answers: ((sample: MachineSample) => void)[] = [];
    const read = vi.fn<MachineReader['read']>(
      () => new Promise<MachineSample>((resolve) => answers.push(resolve)),
    );
    const telemetry = createTelemetry({ reader: { read } });
    const ask = { watched: true, worker: null };
    const both = Promise.all([telemetry.sample(ask), telemetry.sample(ask)]);
    for (const answer of answers) answer(sample);
    const [one, other] = await both;
    expect(one).toBe(other);
    expect(read).toHaveBeenCalledTimes(1);
  });
});
