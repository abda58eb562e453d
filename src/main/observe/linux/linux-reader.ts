import { existsSync } from 'node:fs';
import type { ProcFiles } from '../../system/linux/proc-files';
import type { RunCommand } from '../../system/run-command';
import { NetworkRate, SwapRate } from '../counter-rates';
import { CpuLoad } from '../cpu-load';
import type { Statfs } from '../disk-space';
import { every } from '../every';
import type { MachineReader } from '../machine-reader';
import { unavailable } from '../reading';
import { thermalOf } from './cooling';
import { cpuTimeOfStat } from './cpu-stat';
import { memoryOf, parseMeminfo, swapOf, swappedPages, zramBytesOf } from './meminfo';
import { ModelCacheDisk } from '../model-cache-disk';
import { parseNetDev, trafficOf } from './net-dev';
import { powerOf } from './power-supply';
import { pressureOf } from './pressure';
import { listZrams, readCoolingDevices, readPowerSupplies, readText } from './sys-files';
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
  const swapRate = new SwapRate();
  const networkRate = new NetworkRate();
  const worker = new WorkerMeasures(proc, now);
  const disk = new ModelCacheDisk({ ...parts, directory: parts.modelCacheDirectory, now });

  const power = every(slowlyMs, () => powerOf(readPowerSupplies(sysRoot)), now);
  const thermal = every(slowlyMs, () => thermalOf(readCoolingDevices(sysRoot)), now);
  const zrams = every(slowlyMs, () => listZrams(sysRoot), now);
  const devices = every(slowlyMs, () => new Map<string, boolean>(), now);
  const hasDevice = (name: string): boolean => {
    const known = devices().get(name);
    if (known !== undefined) return known;
    const found = existsSync(`${sysRoot}/class/net/${name}/device`);
    devices().set(name, found);
    return found;
  };

  return {
    async read(ask) {
      const at = now();
      const meminfo = parseMeminfo(text('meminfo'));
      const swap = swapOf(meminfo);
      const zramBytes = zrams().reduce((sum, file) => sum + zramBytesOf(readText(file) ?? ''), 0);
      const swapped = swappedPages(text('vmstat'));
      const traffic = trafficOf(parseNetDev(text('net/dev')), hasDevice);
      const readings = {
        gpu: notOnLinux,
        memory: memoryOf(meminfo, zramBytes, pageBytes),
        pressure: pressureOf(text('pressure/memory')),
        swap: 'unavailable' in swap ? swap : { ...swap, ...swapRate.next(swapped, pageBytes, at) },
        cpu: {
          percent: cpu.next(cpuTimeOfStat(text('stat'))),
          efficiencyPercent: notApples,
          performancePercent: notApples,
        },
        network: networkRate.next(traffic, at),
        counted: { network: networkRate.counted(traffic), swap: swapRate.counted(swapped, pageBytes) },
        thermal: thermal(),
        power: power(),
      };
      const processes = ask.worker === null ? unavailable('no worker runs') : worker.measure(ask.worker);
      // Last, because it may wait: all before it was read at one moment.
      const { space, commandCount, hungCommandCount } = await disk.read();
      return {
        readings: { ...readings, modelCacheDisk: space },
        processes,
        commandCount,
        hungCommandCount,
      };
    },
  };
}
