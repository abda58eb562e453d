import os from 'node:os';
import type { Reading, Telemetry } from '../../../shared/telemetry';
import { listingArguments, parsePsListing } from '../../system/darwin/ps-listing';
import { type MeasuredProcessRow, type ProcessListing, processTree } from '../../system/process-row';
import type { RunCommand } from '../../system/run-command';
import { ClusteredCpuLoad } from '../cpu-load';
import { dfArguments, diskSpaceEveryMs, diskSpaceFromDf, type Statfs } from '../disk-space';
import type { MachineReader, MeasuredProcesses, SampleAsk, WorkerProcesses } from '../machine-reader';
import { ModelCacheDisk } from '../model-cache-disk';
import { Rate } from '../rate';
import { countOf, unavailable } from '../reading';
import { CommandReading } from './command-reading';
import { coreClusters } from './core-clusters';
import { gpuLimit } from './gpu-limit';
import { ioregArguments, parseAccelerator } from './io-accelerator';
import { netstatArguments, parseNetstat } from './netstat';
import { parseBatt } from './pmset-batt';
import { parseTherm } from './pmset-therm';
import { dueNow } from './schedule';
import { parsePressureLevel, parseSwapUsage } from './swap-usage';
import { parseSysctl, sysctlNames } from './sysctl-values';
import { memoryOf, parseVmStat, swappedPages } from './vm-stat';

/** Commands that one sample may start. */
export const mostCommands = 3;

/** Samples come about so often; see telemetry-loop.ts. */
const watchedSampleMs = 1_000;
const unwatchedSampleMs = 5_000;

export interface DarwinReaderParts {
  run: RunCommand;
  /** A listing that somebody else made anyway; see System. */
  latestListing: () => ProcessListing | null;
  modelCacheDirectory: () => string;
  /** Null before Node 18.15: then `df` is run. */
  statfs: Statfs | null;
  cpus?: () => readonly Pick<os.CpuInfo, 'times'>[];
  /** ms on a clock that never jumps. */
  now?: () => number;
}

/**
 * A Mac without root rights. The GPU is asked at every sample; the other commands take turns, each at its own pace, so that no sample starts more
 * than three. What is not asked in one sample is told as it was.
 */
export function createDarwinReader(parts: DarwinReaderParts): MachineReader {
  const { run, statfs, latestListing, modelCacheDirectory } = parts;
  const { cpus = os.cpus, now = () => performance.now() } = parts;
  const gpu = new CommandReading({
    file: 'ioreg',
    args: () => ioregArguments,
    parse: parseAccelerator,
    everyMs: 0,
    atMostMs: 0,
  });
  const kernel = new CommandReading({
    file: 'sysctl',
    args: () => sysctlNames,
    parse: (stdout): Reading<Map<string, string>> => parseSysctl(stdout),
    everyMs: 2_000,
  });
  const virtualMemory = new CommandReading({
    file: 'vm_stat',
    args: () => [],
    parse: parseVmStat,
    everyMs: 1_000,
  });
  const processes = new CommandReading({
    file: 'ps',
    args: () => listingArguments,
    parse: listingOf,
    everyMs: 1_000,
    // A task shows within 2 s.
    atMostMs: 2_000,
  });
  const netstat = new CommandReading({
    file: 'netstat',
    args: () => netstatArguments,
    parse: parseNetstat,
    everyMs: 2_000,
  });
  const therm = new CommandReading({
    file: 'pmset',
    args: () => ['-g', 'therm'],
    parse: parseTherm,
    everyMs: 15_000,
  });
  const batt = new CommandReading({
    file: 'pmset',
    args: () => ['-g', 'batt'],
    parse: parseBatt,
    everyMs: 15_000,
  });
  const df = new CommandReading({
    file: 'df',
    args: () => dfArguments(modelCacheDirectory()),
    parse: (stdout) => diskSpaceFromDf(modelCacheDirectory(), stdout),
    everyMs: diskSpaceEveryMs,
  });
  const disk =
    statfs === null ? null : new ModelCacheDisk({ run, statfs, now, directory: modelCacheDirectory });

  const commands = { gpu, kernel, virtualMemory, processes, netstat, therm, batt, df };
  const cpu = new ClusteredCpuLoad();
  const swapRate = new Rate();
  const networkRate = new Rate();
  let network: Telemetry['network'] = unavailable('being measured');
  let totalBytes: Reading<number> = unavailable('the system does not tell the memory’s size');
  let clusterValues: ReadonlyMap<string, string> = new Map();
  let hungCommandCount = 0;

  /** Begins what is due and waits for it; a command that hangs is waited for once. */
  const takeTurns = async ({ watched, worker }: SampleAsk): Promise<number> => {
    const nextSampleMs = watched ? watchedSampleMs : unwatchedSampleMs;
    const listedAt = latestListing()?.at ?? null;
    const scheduled = commandNames
      .filter((name) => (name !== 'processes' || worker !== null) && (name !== 'df' || disk === null))
      .map((name) => {
        const { everyMs, atMostMs, begunAt, running } = commands[name];
        const at = name === 'processes' ? latest(begunAt, listedAt) : begunAt;
        return { name, everyMs, begunAt: at, running, ...(atMostMs === undefined ? {} : { atMostMs }) };
      });
    const due = dueNow(scheduled, { now: now(), most: mostCommands, nextSampleMs });
    const hung = await Promise.all(due.map((name) => commands[name].begin(run, now)));
    hungCommandCount += hung.filter(Boolean).length;
    return due.length;
  };

  const swap = (values: Reading<Map<string, string>>): Telemetry['swap'] => {
    if ('unavailable' in values) return values;
    const use = parseSwapUsage(values.get('vm.swapusage'));
    if ('unavailable' in use) return use;
    return { ...use, ...swapRates() };
  };
  const swapRates = (): Pick<
    Exclude<Telemetry['swap'], { unavailable: string }>,
    'inBytesPerSecond' | 'outBytesPerSecond'
  > => {
    const vmStat = virtualMemory.latest(now());
    const pages = 'unavailable' in vmStat ? vmStat : swappedPages(vmStat);
    if ('unavailable' in pages || 'unavailable' in vmStat) {
      const missing = 'unavailable' in pages ? pages : unavailable('being measured');
      return { inBytesPerSecond: missing, outBytesPerSecond: missing };
    }
    const [pagesIn, pagesOut] = swapRate.next(pages, virtualMemory.measuredAt ?? 0) ?? [];
    const rate = (value: number | undefined) =>
      value === undefined ? unavailable('being measured') : value * vmStat.pageBytes;
    return { inBytesPerSecond: rate(pagesIn), outBytesPerSecond: rate(pagesOut) };
  };
  const traffic = (): Telemetry['network'] => {
    const counters = netstat.latest(now());
    if ('unavailable' in counters) return counters;
    const [received, sent] = networkRate.next(counters, netstat.measuredAt ?? 0) ?? [];
    network =
      received === undefined || sent === undefined
        ? unavailable('being measured')
        : { receivedBytesPerSecond: received, sentBytesPerSecond: sent };
    return network;
  };

  return {
    async read(ask) {
      const [commandCount, space] = await Promise.all([takeTurns(ask), disk?.read()]);
      const at = now();
      const values = kernel.latest(at);
      if (!('unavailable' in values)) {
        const told = countOf(values.get('hw.memsize'), 'the memory’s size');
        // It does not change: what was told once holds.
        if (typeof told === 'number' && told > 0) totalBytes = told;
        clusterValues = values;
      }
      const cores = cpus();
      const accelerator = gpu.latest(at);
      return {
        readings: {
          gpu:
            'unavailable' in accelerator
              ? accelerator
              : {
                  ...accelerator,
                  limit: 'unavailable' in values ? values : gpuLimit(values, totalBytes),
                },
          memory: memoryOf(virtualMemory.latest(at), totalBytes),
          pressure:
            'unavailable' in values
              ? values
              : parsePressureLevel(values.get('kern.memorystatus_vm_pressure_level')),
          swap: swap(values),
          cpu: cpu.next(cores, coreClusters(clusterValues, cores.length)),
          network: traffic(),
          modelCacheDisk: space?.space ?? df.latest(at),
          thermal: therm.latest(at),
          power: batt.latest(at),
        },
        processes:
          ask.worker === null
            ? unavailable('no worker runs')
            : workerOf(ask.worker, latestListing(), processes.latest(at), processes.measuredAt),
        commandCount,
        hungCommandCount,
      };
    },
  };
}

const commandNames = [
  'gpu',
  'kernel',
  'virtualMemory',
  'processes',
  'netstat',
  'batt',
  'therm',
  'df',
] as const;

const latest = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other);

function listingOf(stdout: string): Reading<readonly MeasuredProcessRow[]> {
  const rows = parsePsListing(stdout);
  return rows.length === 0 ? unavailable('ps lists no process') : rows;
}

/**
 * The worker's rows of the newest listing, ours or another's. Memory is what `ps` calls resident: shared libraries and the object store's pages
 * count in each process that maps them, compressed and swapped pages in none, and of the GPU's buffers only what the program touched.
 */
function workerOf(
  { root, taskPids }: WorkerProcesses,
  shared: ProcessListing | null,
  own: Reading<readonly MeasuredProcessRow[]>,
  ownAt: number | null,
): Reading<MeasuredProcesses> {
  const useShared = shared !== null && (ownAt === null || shared.at >= ownAt);
  if (!useShared && 'unavailable' in own) return own;
  const rows = useShared ? shared.rows : 'unavailable' in own ? [] : own;
  const wanted = new Set([...processTree(rows, root).map(({ pid }) => pid), ...taskPids]);
  return {
    at: useShared ? shared.at : (ownAt ?? 0),
    processes: rows
      .filter(({ pid }) => wanted.has(pid))
      .map(({ pid, startToken, cpuTimeMs, residentBytes }) => ({
        pid,
        startToken,
        cpuTimeMs,
        memoryBytes: residentBytes,
      })),
  };
}
