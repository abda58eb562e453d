import type { Snapshot } from '../snapshot';
import { isAvailable, type Reading } from '../reading';
import type { Telemetry } from '../telemetry';
import { formatNumber, formatPercent, formatRate, rateUnit, type Place } from './format';

/** "E 72 % · P 28 %" where the machine tells its efficiency and performance cores apart; null elsewhere. */
export function coreClusters({ efficiencyPercent, performancePercent }: Telemetry['cpu'], place: Place = {}) {
  if (!isAvailable(efficiencyPercent) || !isAvailable(performancePercent)) return null;
  const [efficiency, performance] = [efficiencyPercent, performancePercent].map((percent) =>
    formatPercent(percent, place),
  );
  return {
    text: `E ${efficiency} · P ${performance}`,
    spoken: `efficiency ${efficiency}, performance ${performance}`,
  };
}

interface NetworkWords {
  /** "↓ 1.2 ↑ 0.4 MB/s"; each with its unit where one unit would hide the smaller. */
  readonly text: string;
  readonly spoken: string;
}

export function networkWords(network: Telemetry['network'], place: Place = {}): Reading<NetworkWords> {
  if (!isAvailable(network)) return network;
  const { receivedBytesPerSecond: received, sentBytesPerSecond: sent } = network;
  const spoken = `receives ${formatRate(received, place)}, sends ${formatRate(sent, place)}`;
  const [unitBytes, unit, decimals] = rateUnit(Math.max(received, sent));
  const [down, up] = [received, sent].map((rate) => formatNumber(rate / unitBytes, decimals, place));
  if (down?.startsWith('<') || up?.startsWith('<')) {
    return { text: `↓ ${formatRate(received, place)} ↑ ${formatRate(sent, place)}`, spoken };
  }
  return { text: `↓ ${down} ↑ ${up} ${unit}`, spoken };
}

/** "8 % of all CPU, 50 % of all memory": the worker's total against the machine; what is not known is left out. */
export function workerShare({ machine, telemetry }: Snapshot, place: Place = {}): string | null {
  const { worker, memory } = telemetry;
  if (!isAvailable(worker)) return null;
  const { cpuPercent, memoryBytes } = worker;
  const totalBytes = isAvailable(memory) ? memory.totalBytes : machine.memoryBytes;
  const parts = [
    ...(isAvailable(cpuPercent) && machine.cpuCount > 0
      ? [`${formatPercent(cpuPercent / machine.cpuCount, place)} of all CPU`]
      : []),
    ...(isAvailable(memoryBytes) && totalBytes > 0
      ? [`${formatPercent((memoryBytes / totalBytes) * 100, place)} of all memory`]
      : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}
