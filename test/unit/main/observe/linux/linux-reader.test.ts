import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { currentReader } from '../../../../../src/main/observe/current-reader';
import { createLinuxReader } from '../../../../../src/main/observe/linux/linux-reader';
import { ModelCacheDisk } from '../../../../../src/main/observe/model-cache-disk';
import { createTelemetry } from '../../../../../src/main/observe/telemetry';
import { CommandError } from '../../../../../src/main/system/command-error';
import { openProcFiles } from '../../../../../src/main/system/linux/proc-files';
import type { RunCommand } from '../../../../../src/main/system/run-command';
import { telemetrySchema } from '../../../../../src/shared/telemetry';
import { waitFor } from '../../../../support/wait-for';

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
        log: () => undefined,
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
      // Until the kernel's ticks tell something, and both processes had a core between two looks.
      const { taken, cpuPercent, memoryBytes } = await waitFor('the task’s CPU', async () => {
        const sample = await telemetry.sample(ask);
        const use = sample.uses.get(pid);
        const percent = use?.cpuPercent;
        const isTold = typeof percent === 'number' && percent > 5 && percent < 130;
        return isTold && { taken: sample.telemetry, cpuPercent: percent, memoryBytes: use?.memoryBytes };
      });
      expect(memoryBytes).toBeGreaterThan(size);
      expect(memoryBytes).toBeLessThan(size * 1.1);
      expect(taken.worker).toEqual({ cpuPercent, memoryBytes, processCount: 1 });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
});

describe('the models’ disk where Node cannot ask', () => {
  it('is asked of df, and one that hangs is counted', async () => {
    let now = 0;
    const begun: string[] = [];
    const disk = new ModelCacheDisk({
      directory: () => '/srv/models',
      statfs: null,
      now: () => now,
      run: async (file, args) => {
        begun.push(file);
        const failure = { code: null, signal: 'SIGKILL', stdout: '', stderr: '', cause: undefined };
        throw new CommandError({ file, args, ...failure, timedOut: begun.length === 1 });
      },
    });
    expect(await disk.read()).toMatchObject({ commandCount: 1, hungCommandCount: 1 });
    expect(await disk.read()).toMatchObject({ commandCount: 0, hungCommandCount: 1 });
    now += 60_000;
    // Ended by somebody else: that is no hang.
    expect(await disk.read()).toMatchObject({ commandCount: 1, hungCommandCount: 1 });
    expect(begun).toEqual(['df', 'df']);
  });

  it('is in what a sample tells of itself', async () => {
    const run: RunCommand = async (file, args) => {
      const failure = { code: null, signal: 'SIGKILL', stdout: '', stderr: '', cause: undefined };
      throw new CommandError({ file, args, ...failure, timedOut: true });
    };
    const reader = createLinuxReader({
      proc: openProcFiles(),
      pageBytes: 4_096,
      modelCacheDirectory: () => '/srv/models',
      statfs: null,
      run,
      procRoot: '/nowhere/proc',
      sysRoot: '/nowhere/sys',
    });
    const { commandCount, hungCommandCount } = await reader.read({ watched: true, worker: null });
    expect({ commandCount, hungCommandCount }).toEqual({ commandCount: 1, hungCommandCount: 1 });
  });
});
