import type { CpuInfo } from 'node:os';
import type { Reading, Telemetry } from '../../shared/telemetry';
import { percentOf, unavailable } from './reading';

/** Time that a CPU, or several together, spent since the machine was started, in any one unit. */
export interface CpuTime {
  busy: number;
  total: number;
}

/** How many cores of each kind; macOS lists the efficiency cores first. */
export interface CoreClusters {
  efficiency: number;
  performance: number;
}

/** Less than some ticks of the kernel's clock would make steps of 10 % and more. */
const fewestMs = 250;

/** Pure: what a CPU did since another look; null when that is too short a time to say. */
function loadBetween(before: CpuTime, now: CpuTime, fewest: number): number | null {
  const total = now.total - before.total;
  return total >= fewest ? ((now.busy - before.busy) / total) * 100 : null;
}

/** Percentages from one look to the next, for a sum of CPUs. The first look gives none. */
export class CpuLoad {
  private mark: CpuTime | null = null;
  private latest: Reading<number> = unavailable('being measured');

  /** @param fewest the least of the unit that makes a figure */
  constructor(private readonly fewest: number) {}

  next(now: CpuTime): Reading<number> {
    const { mark } = this;
    if (!Number.isFinite(now.busy) || !Number.isFinite(now.total))
      return unavailable('the system told no CPU time');
    if (mark !== null && now.total >= mark.total) {
      const percent = loadBetween(mark, now, this.fewest);
      if (percent === null) return this.latest;
      this.latest = percentOf(percent, 'the CPU');
    }
    this.mark = now;
    return this.latest;
  }
}

/** Pure: the sum over some of `os.cpus()`, in ms. */
export function cpuTimeOf(cpus: readonly Pick<CpuInfo, 'times'>[]): CpuTime {
  const sum = { busy: 0, total: 0 };
  for (const { times } of cpus) {
    const busy = times.user + times.nice + times.sys + times.irq;
    sum.busy += busy;
    sum.total += busy + times.idle;
  }
  return sum;
}

/** The load of all CPUs of `os.cpus()`, and of their clusters where these are known. Costs no command. */
export class ClusteredCpuLoad {
  private readonly all = new CpuLoad(fewestMs);
  private readonly efficiency = new CpuLoad(fewestMs);
  private readonly performance = new CpuLoad(fewestMs);

  next(cpus: readonly Pick<CpuInfo, 'times'>[], clusters: Reading<CoreClusters>): Telemetry['cpu'] {
    const percent =
      cpus.length === 0 ? unavailable('the system told no CPU') : this.all.next(cpuTimeOf(cpus));
    if ('unavailable' in clusters) {
      return { percent, efficiencyPercent: clusters, performancePercent: clusters };
    }
    const { efficiency } = clusters;
    return {
      percent,
      efficiencyPercent: this.efficiency.next(cpuTimeOf(cpus.slice(0, efficiency))),
      performancePercent: this.performance.next(cpuTimeOf(cpus.slice(efficiency))),
    };
  }
}
