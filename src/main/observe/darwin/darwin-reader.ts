import os from 'node:os';
import type { Reading, Telemetry } from '../../../shared/telemetry';
import type { ProcessListing } from '../../system/process-row';
import type { RunCommand } from '../../system/run-command';
import { NetworkRate, SwapRate } from '../counter-rates';
import { ClusteredCpuLoad } from '../cpu-load';
import type { Statfs } from '../disk-space';
import type { MachineReader, MeasuredProcesses, SampleAsk } from '../machine-reader';
import { ModelCacheDisk } from '../model-cache-disk';
import { countOf, unavailable } from '../reading';
import type { CommandReading } from './command-reading';
import { coreClusters } from './core-clusters';
import { gpuLimit } from './gpu-limit';
import { macCommandNames, macCommands } from './mac-commands';
import { dueNow } from './schedule';
import { parsePressureLevel, parseSwapUsage } from './swap-usage';
import { memoryOf, swappedPages } from './vm-stat';
import { newestListing, workerRows } from './worker-rows';

/** Commands that one sample may start. */
export const mostCommands = 3;

/** The shortest time between two samples; see telemetry-loop.ts. */
const watchedSampleMs = 1_000;
const unwatchedSampleMs = 5_000;

export interface DarwinReaderParts {
  run: RunCommand;
  /** A listing that somebody else made anyway; see System. */
  latestListing: () => ProcessListing | null;
  modelCacheDirectory: () => string;
  /** Null before Node 18.15: then `df` is run. */
  statfs: Statfs | null;
  /** What a command said that failed, once until that changes. */
  log: (line: string) => void;
  cpus?: () => readonly Pick<os.CpuInfo, 'times'>[];
  /** ms on a clock that never jumps. */
  now?: () => number;
}

interface SwappedPages {
  readonly pages: Reading<readonly [pagesIn: number, pagesOut: number]>;
  readonly pageBytes: number;
}

/**
 * A Mac without root rights. The GPU is asked at every sample; the other commands take turns, each at its own pace, so that no sample starts more
 * than three. What is not asked in one sample is told as it was.
 */
export class DarwinReader implements MachineReader {
  private readonly commands;
  private readonly disk: ModelCacheDisk | null;
  private readonly now: () => number;
  private readonly cpus: () => readonly Pick<os.CpuInfo, 'times'>[];
  private readonly cpu = new ClusteredCpuLoad();
  private readonly swapRate = new SwapRate();
  private readonly networkRate = new NetworkRate();
  private totalBytes: Reading<number> = unavailable('the system has not told the memory’s size');
  private kernel: ReadonlyMap<string, string> = new Map();
  private sampledAt: number | null = null;
  private hungCommandCount = 0;

  constructor(private readonly parts: DarwinReaderParts) {
    const { modelCacheDirectory, run, statfs } = parts;
    this.now = parts.now ?? (() => performance.now());
    this.cpus = parts.cpus ?? os.cpus;
    this.commands = macCommands(modelCacheDirectory);
    this.disk =
      statfs === null
        ? null
        : new ModelCacheDisk({ run, statfs, now: this.now, directory: modelCacheDirectory });
  }

  async read(ask: SampleAsk) {
    const [commandCount, volume] = await Promise.all([this.takeTurns(ask), this.disk?.read()]);
    const at = this.now();
    const values = this.commands.kernel.latest(at);
    if (!('unavailable' in values)) this.keep(values);
    const cores = this.cpus();
    const { network } = this.commands;
    const traffic = network.latest(at);
    const swapped = this.swapped(at);
    const modelCacheDisk = volume?.space ?? this.commands.disk.latest(at);
    return {
      readings: {
        gpu: this.gpu(values, at),
        memory: memoryOf(this.commands.virtualMemory.latest(at), this.totalBytes),
        pressure:
          'unavailable' in values
            ? values
            : parsePressureLevel(values.get('kern.memorystatus_vm_pressure_level')),
        swap: this.swap(values, swapped, at),
        cpu: this.cpu.next(cores, coreClusters(this.kernel, cores.length)),
        network: this.networkRate.next(traffic, network.measuredAt ?? at),
        counted: {
          network: this.networkRate.counted(traffic),
          swap: this.swapRate.counted(swapped.pages, swapped.pageBytes),
        },
        modelCacheDisk,
        thermal: this.commands.heat.latest(at),
        power: this.commands.power.latest(at),
      },
      processes: this.processes(ask, at),
      commandCount,
      hungCommandCount: this.hungCommandCount,
    };
  }

  /**
   * Begins what is due and waits for it, but not for a command that hung the last time: the others keep their pace, and should it answer, the
   * next sample tells. Answers how many were begun.
   */
  private async takeTurns({ watched, worker }: SampleAsk): Promise<number> {
    const at = this.now();
    const shortestMs = watched ? watchedSampleMs : unwatchedSampleMs;
    const sampleEveryMs = Math.max(shortestMs, this.sampledAt === null ? 0 : at - this.sampledAt);
    this.sampledAt = at;
    const listedAt = this.parts.latestListing()?.at ?? null;
    const scheduled = macCommandNames
      .filter((name) => (name !== 'processes' || worker !== null) && (name !== 'disk' || this.disk === null))
      .filter((name) => !this.commands[name].isResting(at))
      .map((name) => {
        const { pace, begunAt, running } = this.commands[name];
        return { name, ...pace, running, begunAt: name === 'processes' ? later(begunAt, listedAt) : begunAt };
      });
    const due = dueNow(scheduled, { now: at, most: mostCommands, sampleEveryMs });
    const awaited = due.flatMap((name) => {
      const command = this.commands[name];
      const { hasHung } = command;
      const ended = this.runToItsEnd(command);
      return hasHung ? [] : [ended];
    });
    await Promise.all(awaited);
    return due.length;
  }

  private async runToItsEnd(command: CommandReading<unknown>): Promise<void> {
    const { run, log } = this.parts;
    const hung = await command.begin({ run, log, now: this.now });
    if (hung) this.hungCommandCount += 1;
  }

  /** The memory's size and the kinds of cores do not change: what was told once holds when a later answer is missing. */
  private keep(values: ReadonlyMap<string, string>): void {
    const told = countOf(values.get('hw.memsize'), 'the memory’s size');
    if (typeof told === 'number' && told > 0) this.totalBytes = told;
    this.kernel = values;
  }

  private gpu(values: Reading<Map<string, string>>, at: number): Telemetry['gpu'] {
    const accelerator = this.commands.gpu.latest(at);
    if ('unavailable' in accelerator) return accelerator;
    if (!('unavailable' in values)) return { ...accelerator, limit: gpuLimit(values, this.totalBytes) };
    // Whether somebody set a limit is not known now: then the rule holds, as where nobody did.
    const isSizeKnown = typeof this.totalBytes === 'number';
    return { ...accelerator, limit: isSizeKnown ? gpuLimit(new Map(), this.totalBytes) : values };
  }

  private swapped(at: number): SwappedPages {
    const vmStat = this.commands.virtualMemory.latest(at);
    return 'unavailable' in vmStat
      ? { pages: vmStat, pageBytes: 0 }
      : { pages: swappedPages(vmStat), pageBytes: vmStat.pageBytes };
  }

  private swap(
    values: Reading<Map<string, string>>,
    { pages, pageBytes }: SwappedPages,
    at: number,
  ): Telemetry['swap'] {
    if ('unavailable' in values) return values;
    const use = parseSwapUsage(values.get('vm.swapusage'));
    if ('unavailable' in use) return use;
    const measuredAt = this.commands.virtualMemory.measuredAt ?? at;
    return { ...use, ...this.swapRate.next(pages, pageBytes, measuredAt) };
  }

  private processes({ worker }: SampleAsk, now: number): Reading<MeasuredProcesses> {
    if (worker === null) return unavailable('no worker runs');
    const { processes } = this.commands;
    const rows = processes.latest(now);
    const own = 'unavailable' in rows ? rows : { at: processes.measuredAt ?? now, rows };
    const listing = newestListing(this.parts.latestListing(), own);
    return 'unavailable' in listing ? listing : workerRows(worker, listing);
  }
}

const later = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other);
