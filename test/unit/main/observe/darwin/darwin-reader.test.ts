import { chmod, rm, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { DarwinReader } from '../../../../../src/main/observe/darwin/darwin-reader';
import { createTelemetry } from '../../../../../src/main/observe/telemetry';
import { CommandError } from '../../../../../src/main/system/command-error';
import { currentSystem } from '../../../../../src/main/system/current-system';
import { parsePsListing } from '../../../../../src/main/system/darwin/ps-listing';
import type { ProcessListing } from '../../../../../src/main/system/process-row';
import { telemetrySchema } from '../../../../../src/shared/telemetry';
import { type DarwinShim, openDarwinShim } from '../../../../support/darwin-shim';
import { playMac, type RecordedMac, recordedMac } from '../../../../support/recorded-mac';
import { temporaryFolder } from '../../../../support/temporary-folder';

const gib = 2 ** 30;
const untold = { unavailable: expect.any(String) };
const worker = { root: { pid: 4_700, pgid: 4_700 }, taskPids: [4_721] };

/** Ten CPUs that each worked `busy` of `total` ms: six efficiency cores first. */
const tenCpus = (busy: (index: number) => number, total: number) =>
  Array.from({ length: 10 }, (_, index) => ({
    times: { user: busy(index), nice: 0, sys: 0, idle: total - busy(index), irq: 0 },
  }));

describe('a Mac, through its commands', () => {
  const folder = temporaryFolder();
  let shim: DarwinShim;
  let mac: RecordedMac;
  let now = 0;
  let logged: string[] = [];
  let cpus = tenCpus(() => 0, 0);
  let listing: ProcessListing | null = null;

  const open = (run = shim.run) => {
    const reader = new DarwinReader({
      run,
      latestListing: () => listing,
      modelCacheDirectory: () => '/Users/me/.cache/huggingface',
      statfs: null,
      log: (line) => void logged.push(line),
      cpus: () => cpus,
      now: () => now,
    });
    const telemetry = createTelemetry({ reader });
    return async (ask: { watched: boolean; worker: typeof worker | null }) => {
      now += 1_000;
      return telemetry.sample(ask);
    };
  };

  beforeEach(async () => {
    now = 0;
    logged = [];
    listing = null;
    cpus = tenCpus(() => 0, 0);
    shim = await openDarwinShim(folder.path);
    mac = await recordedMac();
    await playMac(shim, mac);
  });

  it('tells all of it within four samples, three commands at most in each', async () => {
    const sample = open();
    const commandCounts: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      cpus = tenCpus((index) => (index < 6 ? 500 : 250) * (count + 1), 1_000 * (count + 1));
      const before = (await shim.calls()).length;
      const { telemetry } = await sample({ watched: true, worker });
      commandCounts.push((await shim.calls()).length - before);
      expect(telemetry.sampler.commandCount).toBe(commandCounts.at(-1));
    }
    expect(Math.max(...commandCounts)).toBe(3);
    const { telemetry, uses } = await sample({ watched: true, worker });
    expect(telemetrySchema.parse(telemetry)).toMatchObject({
      gpu: {
        model: 'Apple M4',
        coreCount: 10,
        devicePercent: 30,
        inUseBytes: 356_089_856,
        limit: { bytes: Math.floor((16 * gib * 2) / 3), estimated: true },
      },
      memory: { totalBytes: 16 * gib, wiredBytes: 251_285 * 16_384, pageBytes: 16_384 },
      pressure: 'normal',
      swap: { usedBytes: Math.round(10_772.94 * 2 ** 20) },
      cpu: { percent: 40, efficiencyPercent: 50, performancePercent: 25 },
      modelCacheDisk: { freeBytes: 672_065_964 * 1_024, totalBytes: 971_350_180 * 1_024 },
      thermal: { throttled: false },
      power: { source: 'mains', batteryPercent: 100 },
      // Raylet, `ray start`, an idle worker and the task; the zombie is none.
      worker: { memoryBytes: (96_256 + 61_440 + 112_640 + 9_543_680) * 1_024, processCount: 4 },
    });
    expect(uses.get(4_721)?.memoryBytes).toBe(9_543_680 * 1_024);
  });

  it('tells how fast swap and network go, and how much CPU a task takes', async () => {
    const sample = open();
    for (let count = 0; count < 3; count += 1) await sample({ watched: true, worker });
    const later = { ...mac };
    later.vmStat = mac.vmStat.replace('9544460.', '9545460.');
    later.netstat = mac.netstat.replace('3899988586', '3905988586');
    later.ps = mac.ps.replace('12:03.25', '12:05.25');
    await playMac(shim, later);
    let swapped = 0;
    let received = 0;
    let cpu = 0;
    let counted: unknown;
    for (let count = 0; count < 5; count += 1) {
      const { telemetry, uses } = await sample({ watched: true, worker });
      const { swap, network } = telemetry;
      const rate =
        'usedBytes' in swap && typeof swap.inBytesPerSecond === 'number' ? swap.inBytesPerSecond : 0;
      swapped = Math.max(swapped, rate);
      received = Math.max(received, 'unavailable' in network ? 0 : network.receivedBytesPerSecond);
      const percent = uses.get(4_721)?.cpuPercent;
      cpu = Math.max(cpu, typeof percent === 'number' ? percent : 0);
      ({ counted } = telemetry);
    }
    // Over the 1 to 4 s that lay between two looks.
    const over = (seconds: number[], whole: number) => seconds.map((one) => whole / one);
    expect(over([1, 2, 3, 4], 1_000 * 16_384)).toContain(swapped);
    expect(over([1, 2, 3, 4], 6_000_000)).toContain(received);
    expect(over([1, 2], 200)).toContain(cpu);
    expect(counted).toMatchObject({
      network: { receivedBytes: 6_000_000 },
      swap: { inBytes: 1_000 * 16_384, outBytes: 0 },
    });
  });

  it('takes the listing that the supervisor made anyway, and runs no ps of its own', async () => {
    const sample = open();
    for (let count = 0; count < 5; count += 1) {
      listing = { at: now + 900, rows: parsePsListing(mac.ps) };
      const { uses } = await sample({ watched: true, worker });
      expect(uses.get(4_721)?.memoryBytes).toBe(9_543_680 * 1_024);
    }
    expect((await shim.calls()).filter((call) => call.startsWith('ps '))).toEqual([]);
  });

  it('lists no processes while no worker runs', async () => {
    const sample = open();
    for (let count = 0; count < 8; count += 1) await sample({ watched: true, worker: null });
    expect((await shim.calls()).filter((call) => call.startsWith('ps '))).toEqual([]);
  });

  it('tells the rest where a command fails, and what sysctl knows where it does not know all', async () => {
    await shim.answer('ioreg', { '*': { code: 1, stderr: 'ioreg: error: can’t obtain\n' } });
    await shim.answer('vm_stat', { '*': { stdout: 'Mach Virtual Memory Statistics: (page size of ' } });
    await shim.answer('sysctl', {
      '*': {
        stdout: mac.sysctl.replace(/^iogpu.*\n/m, ''),
        stderr: 'sysctl: unknown oid ‘iogpu.wired_limit_mb’\n',
        code: 1,
      },
    });
    const sample = open();
    for (let count = 0; count < 4; count += 1) await sample({ watched: true, worker });
    const { telemetry } = await sample({ watched: true, worker });
    expect(telemetry).toMatchObject({
      gpu: { unavailable: 'ioreg failed (exit 1)' },
      memory: { unavailable: 'vm_stat does not tell the size of a page' },
      pressure: 'normal',
      swap: { usedBytes: expect.any(Number), inBytesPerSecond: untold },
      sampler: { hungCommandCount: 0 },
    });
  });

  it('says in a few words why something is missing, and to the log all of it, once until it changes', async () => {
    const line = 'ioreg -r -d 1 -w 0 -c IOAccelerator';
    const sample = open();
    const gpuAfter = async (count: number) => {
      for (let left = count; left > 1; left -= 1) await sample({ watched: true, worker: null });
      return (await sample({ watched: true, worker: null })).telemetry.gpu;
    };
    await shim.answer('ioreg', { '*': { code: 1, stderr: 'ioreg: error: can’t obtain\n' } });
    expect(await gpuAfter(3)).toEqual({ unavailable: 'ioreg failed (exit 1)' });
    expect(logged).toEqual([`${line}: exited with 1: ioreg: error: can’t obtain`]);
    await shim.answer('ioreg', { '*': { code: 2 } });
    expect(await gpuAfter(3)).toEqual({ unavailable: 'ioreg failed (exit 2)' });
    await shim.answer('ioreg', { '*': { stdout: mac.ioreg } });
    expect(await gpuAfter(1)).toMatchObject({ devicePercent: 30 });
    await rm(folder.file('bin/ioreg'));
    expect(await gpuAfter(3)).toEqual({ unavailable: 'ioreg is not there' });
    expect(logged.slice(1)).toEqual([`${line}: exited with 2`, expect.stringContaining('ENOENT')]);
  });

  it('goes on with the default rule for the GPU’s limit while sysctl fails, once the memory’s size is known', async () => {
    const limited = { ...mac, sysctl: mac.sysctl.replace('wired_limit_mb: 0', 'wired_limit_mb: 12000') };
    await playMac(shim, limited);
    const sample = open();
    const limitAfter = async (count: number) => {
      for (let left = count; left > 1; left -= 1) await sample({ watched: true, worker: null });
      const { gpu } = (await sample({ watched: true, worker: null })).telemetry;
      return 'unavailable' in gpu ? gpu : gpu.limit;
    };
    expect(await limitAfter(4)).toEqual({ bytes: 12_000 * 2 ** 20, estimated: false });
    await shim.answer('sysctl', { '*': { code: 1 } });
    expect(await limitAfter(4)).toEqual({ bytes: Math.floor((16 * gib * 2) / 3), estimated: true });
  });

  it('without the memory’s size says why the GPU’s limit is not known', async () => {
    await shim.answer('sysctl', { '*': { code: 1 } });
    const sample = open();
    const { telemetry } = await sample({ watched: true, worker: null });
    expect(telemetry.gpu).toMatchObject({ limit: { unavailable: 'sysctl failed (exit 1)' } });
  });

  it('ends a command that hangs after 2 s, counts it, and tells the rest', async () => {
    const program = folder.file('bin/ioreg');
    await writeFile(program, '#!/bin/sh\nexec /usr/bin/tail -f "$0"\n');
    await chmod(program, 0o755);
    const sample = open((file, ...asked) => (file === 'ioreg' ? shim.runInTime : shim.run)(file, ...asked));
    const { telemetry } = await sample({ watched: true, worker: null });
    expect(telemetry.gpu).toEqual({ unavailable: 'ioreg gave no answer within 2 s' });
    expect(telemetry.sampler.hungCommandCount).toBe(1);
    expect(telemetry.memory).toMatchObject({ totalBytes: 16 * gib });
    const system = currentSystem();
    await expect
      .poll(async () => (await system.listProcesses()).filter(({ command }) => command.includes(program)))
      .toEqual([]);
  });
});

describe('a command that hung', () => {
  const ask = { watched: true, worker: null };
  const failure = { code: null, signal: null, stdout: '', stderr: '', timedOut: true, cause: undefined };
  const hangs = async () => {
    throw new CommandError({ file: 'ioreg', args: [], ...failure });
  };
  let now = 0;
  let begun: string[] = [];
  let runGpu: () => Promise<string> = hangs;
  /** The last that was begun has really ended. */
  let end = (): void => undefined;

  const open = () => {
    now = 0;
    begun = [];
    runGpu = hangs;
    const reader = new DarwinReader({
      run: async (file, _, options) => {
        begun.push(file);
        if (file !== 'ioreg') {
          options?.onEnded?.();
          return { stdout: '', stderr: '' };
        }
        end = options?.onEnded ?? end;
        return { stdout: await runGpu(), stderr: '' };
      },
      latestListing: () => null,
      modelCacheDirectory: () => '/',
      statfs: null,
      log: () => undefined,
      now: () => now,
    });
    return async (afterMs = 1_000) => {
      now += afterMs;
      return reader.read(ask);
    };
  };
  const timesOf = (file: string) => begun.filter((each) => each === file).length;

  it('is left alone for 10 s and says so meanwhile, while the others go on at their pace', async () => {
    const sample = open();
    await sample();
    end();
    for (let count = 0; count < 9; count += 1) {
      const { readings, hungCommandCount } = await sample();
      expect(hungCommandCount).toBe(1);
      expect(readings.gpu).toEqual({ unavailable: 'ioreg gave no answer within 2 s' });
    }
    expect(timesOf('ioreg')).toBe(1);
    // Eight commands take turns, three a sample.
    expect(timesOf('vm_stat')).toBeGreaterThanOrEqual(9);
    await sample();
    expect(timesOf('ioreg')).toBe(2);
  });

  it('is not waited for when it is begun again, and is told once it answers', async () => {
    const sample = open();
    await sample();
    end();
    let answer: (stdout: string) => void = () => undefined;
    runGpu = () => new Promise<string>((resolve) => (answer = resolve));
    expect((await sample(10_000)).readings.gpu).toEqual({ unavailable: 'ioreg gave no answer within 2 s' });
    expect(timesOf('ioreg')).toBe(2);
    await sample();
    expect(timesOf('ioreg')).toBe(2);
    const { ioreg } = await recordedMac();
    end();
    answer(ioreg);
    await sample();
    expect((await sample()).readings.gpu).toMatchObject({ devicePercent: 30 });
  });

  it('counts when it hangs again', async () => {
    const sample = open();
    await sample();
    end();
    await sample(10_000);
    end();
    expect((await sample()).hungCommandCount).toBe(2);
    expect(timesOf('ioreg')).toBe(2);
  });

  it('and outlives its SIGKILL is not begun anew until it has ended', async () => {
    const sample = open();
    await sample();
    for (let count = 0; count < 3; count += 1) await sample(20_000);
    expect(timesOf('ioreg')).toBe(1);
    end();
    await sample();
    expect(timesOf('ioreg')).toBe(2);
  });
});
