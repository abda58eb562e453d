import { existsSync } from 'node:fs';
import type { Telemetry } from '../../../shared/telemetry';
import type { ProcFiles } from '../../system/linux/proc-files';
import type { RunCommand } from '../../system/run-command';
import { CpuLoad } from '../cpu-load';
import type { Statfs } from '../disk-space';
import { every } from '../every';
import type { MachineReader } from '../machine-reader';
import { Rate } from '../rate';
import { unavailable } from '../reading';
import { thermalOf } from './cooling';
import { cpuTimeOfStat } from './cpu-stat';
import { memoryOf, parseMeminfo, swapOf, swappedPages, zramBytesOf } from './meminfo';
import { ModelCacheDisk } from '../model-cache-disk';
import { parseNetDev, trafficOf } from './net-dev';
import { powerOf } from './power-supply';
import { pressureOf } from './pressure';
import { listNames, readText } from './sys-files';
import { WorkerMeasures } from './worker-measures';

/** Heat and power change slowly; which device stands behind an interface hardly ever. */
const slowlyMs = 15_000;

/** The kernel's ticks are 10 ms: 25 of one CPU are a figure to 4 %. */
const fewestTicks = 25;

export interface LinuxReaderParts {
  proc: ProcFiles;
  pageBytes: number;
  modelCacheDirectory: () => string;
  statfs: Statfs | null;
  run: RunCommand;
  /** ms on a clock that never jumps. */
  now?: () => number;
  procRoot?: string;
  sysRoot?: string;
}

const notOnLinux = unavailable('Linux has no Apple GPU');
const notApples = unavailable('only Apple’s chips are told apart');

/** Linux starts no command for any of it, but for the disk where Node can't ask: /proc and /sys have the answers. */
export function createLinuxReader(parts: LinuxReaderParts): MachineReader {
  const { proc, pageBytes, procRoot = '/proc', sysRoot = '/sys', now = () => performance.now() } = parts;
  const text = (file: string) => readText(`${procRoot}/${file}`) ?? '';
  const cpu = new CpuLoad(fewestTicks);
  const swapRate = new Rate();
  const networkRate = new Rate();
  const worker = new WorkerMeasures(proc, now);
  const disk = new ModelCacheDisk({ ...parts, directory: parts.modelCacheDirectory, now });

  const supplies = `${sysRoot}/class/power_supply`;
  const power = every(
    slowlyMs,
    () =>
      powerOf(
        listNames(supplies)?.map((name) => {
          const [type, scope, online, status, capacity] = powerFiles.map(
            (file) => readText(`${supplies}/${name}/${file}`)?.trim() ?? null,
          );
          return {
            type: type ?? null,
            scope: scope ?? null,
            online: online ?? null,
            status: status ?? null,
            capacity: capacity ?? null,
          };
        }) ?? null,
      ),
    now,
  );
  const thermals = `${sysRoot}/class/thermal`;
  const thermal = every(
    slowlyMs,
    () =>
      thermalOf(
        (listNames(thermals) ?? [])
          .filter((name) => name.startsWith('cooling_device'))
          .map((name) => ({
            type: readText(`${thermals}/${name}/type`)?.trim() ?? null,
            curState: readText(`${thermals}/${name}/cur_state`)?.trim() ?? null,
          })),
      ),
    now,
  );
  const zrams = every(
    slowlyMs,
    () => (listNames(`${sysRoot}/block`) ?? []).filter((name) => name.startsWith('zram')),
    now,
  );
  const devices = every(slowlyMs, () => new Map<string, boolean>(), now);
  const hasDevice = (name: string): boolean => {
    const known = devices().get(name);
    if (known !== undefined) return known;
    const found = existsSync(`${sysRoot}/class/net/${name}/device`);
    devices().set(name, found);
    return found;
  };

  const network = (at: number): Telemetry['network'] => {
    const traffic = trafficOf(parseNetDev(text('net/dev')), hasDevice);
    if ('unavailable' in traffic) return traffic;
    const rates = networkRate.next(traffic, at);
    const [received, sent] = rates ?? [];
    return received === undefined || sent === undefined
      ? unavailable('being measured')
      : { receivedBytesPerSecond: received, sentBytesPerSecond: sent };
  };
  const swap = (meminfo: ReadonlyMap<string, number>, at: number): Telemetry['swap'] => {
    const use = swapOf(meminfo);
    if ('unavailable' in use) return use;
    const pages = swappedPages(text('vmstat'));
    const rates = 'unavailable' in pages ? null : swapRate.next(pages, at);
    const missing = 'unavailable' in pages ? pages : unavailable('being measured');
    const [pagesIn, pagesOut] = rates ?? [];
    return {
      ...use,
      inBytesPerSecond: pagesIn === undefined ? missing : pagesIn * pageBytes,
      outBytesPerSecond: pagesOut === undefined ? missing : pagesOut * pageBytes,
    };
  };

  return {
    async read(ask) {
      const at = now();
      const meminfo = parseMeminfo(text('meminfo'));
      const zramBytes = zrams().reduce(
        (sum, name) => sum + zramBytesOf(readText(`${sysRoot}/block/${name}/mm_stat`) ?? ''),
        0,
      );
      const readings = {
        gpu: notOnLinux,
        memory: memoryOf(meminfo, zramBytes, pageBytes),
        pressure: pressureOf(text('pressure/memory')),
        swap: swap(meminfo, at),
        cpu: {
          percent: cpu.next(cpuTimeOfStat(text('stat'))),
          efficiencyPercent: notApples,
          performancePercent: notApples,
        },
        network: network(at),
        thermal: thermal(),
        power: power(),
      };
      const processes = ask.worker === null ? unavailable('no worker runs') : worker.measure(ask.worker);
      // Last, because it may wait: all before it was read at one moment.
      const { space, commandCount } = await disk.read();
      return {
        readings: { ...readings, modelCacheDisk: space },
        processes,
        commandCount,
        hungCommandCount: 0,
      };
    },
  };
}

const powerFiles = ['type', 'scope', 'online', 'status', 'capacity'] as const;
