import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { currentReader } from '../../../../../src/main/observe/current-reader';
import { createTelemetry } from '../../../../../src/main/observe/telemetry';
import { telemetrySchema } from '../../../../../src/shared/telemetry';

const noCommand = async (file: string): Promise<never> => {
  throw new Error(`${file} was started`);
};

describe.runIf(process.platform === 'linux')('this machine', () => {
  const open = () =>
    createTelemetry({
      reader: currentReader({
        system: { latestListing: () => null },
        run: noCommand,
        modelCacheDirectory: () => '/tmp/no/such/cache',
      }),
    });

  it('tells what it is, and starts no command for it', async () => {
    const { telemetry } = await open().sample({ watched: true, worker: null });
    const { memory, gpu, sampler, modelCacheDisk } = telemetrySchema.parse(telemetry);
    if ('unavailable' in memory) throw new Error(memory.unavailable);
    const { appBytes, wiredBytes, compressedBytes, cachedBytes, freeBytes, totalBytes } = memory;
    expect(appBytes + wiredBytes + compressedBytes + cachedBytes + freeBytes).toBe(totalBytes);
    expect(gpu).toEqual({ unavailable: 'Linux has no Apple GPU' });
    expect(modelCacheDisk).toMatchObject({ path: '/tmp/no/such/cache', totalBytes: expect.any(Number) });
    expect(sampler.commandCount).toBe(0);
  });

  it('measures a task’s CPU and its own memory, what it allocates to a tenth', async () => {
    const size = 200 * 2 ** 20;
    const program = `b = bytearray(${size})\nfor i in range(0, ${size}, 4096): b[i] = 1\nprint('there', flush=True)\nwhile True: pass`;
    const child = spawn('python3', ['-c', program], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = child.pid ?? 0;
    try {
      await once(child.stdout, 'data');
      const telemetry = open();
      const ask = { watched: true, worker: { root: { pid, pgid: pid }, taskPids: [] } };
      await telemetry.sample(ask);
      // Until the kernel's ticks tell something.
      await expect
        .poll(async () => (await telemetry.sample(ask)).uses.get(pid)?.cpuPercent, { timeout: 10_000 })
        .toEqual(expect.any(Number));
      const { telemetry: taken, uses } = await telemetry.sample(ask);
      const { cpuPercent, memoryBytes } = uses.get(pid) ?? {};
      expect(cpuPercent).toBeGreaterThan(5);
      expect(cpuPercent).toBeLessThan(130);
      expect(memoryBytes).toBeGreaterThan(size);
      expect(memoryBytes).toBeLessThan(size * 1.1);
      expect(taken.worker).toEqual({ cpuPercent, memoryBytes, processCount: 1 });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
});
