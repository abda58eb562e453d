import { isRecent } from '../../shared/is-recent';
import type { Notice } from '../../shared/notices';
import { isAvailable, type Telemetry } from '../../shared/telemetry';
import { formatBytes, formatBytesOf } from '../../shared/view/format';

/** Pressure that passes is the system doing its work. */
const criticalForMs = 30_000;
/** Without a sample for so long nobody knows what was between: sleep, or a machine at its end. */
const sampleGapMs = 60_000;
/** Whoever read it once knows; the surfaces show the rest. */
const quietForMs = 30 * 60_000;

/** Swap is looked at over this time. */
const swapWindowMs = 5 * 60_000;
/**
 * Netdata's stock alert 30min_ram_swapped_out is raised when 30 % of RAM went to swap in 30 min, and lowered under 20 %
 * (src/health/health.d/swap.conf). The same rates over 5 min, so that it is told in time to do something.
 */
const swapFastRatio = 0.3 / 6;
const swapCalmRatio = 0.2 / 6;

/** What must be remembered so that one strait makes one notice. */
export interface MemoryNoticeMemory {
  /** When the last sample was taken. */
  at: number | null;
  criticalSince: number | null;
  /** Told, and pressure has not been normal since. */
  pressureTold: boolean;
  pressureToldAt: number | null;
  /** Swap in use, oldest first, within the window. */
  swap: readonly { at: number; usedBytes: number }[];
  /** Told, and swap has not been calm since. */
  swapTold: boolean;
  swapToldAt: number | null;
}

export const noMemoryNotices: MemoryNoticeMemory = {
  at: null,
  criticalSince: null,
  pressureTold: false,
  pressureToldAt: null,
  swap: [],
  swapTold: false,
  swapToldAt: null,
};

export interface MemoryNoticeFacts {
  telemetry: Pick<Telemetry, 'at' | 'pressure' | 'swap' | 'memory'>;
  /** Only what the cluster may have to do with is told. */
  contributing: boolean;
}

/** Pure: what a new sample of the memory has the owner told. */
export function nextMemoryNotices(
  memory: MemoryNoticeMemory,
  { telemetry, contributing }: MemoryNoticeFacts,
): { memory: MemoryNoticeMemory; notices: Notice[] } {
  const { at } = telemetry;
  if (at === null || at === memory.at) return { memory, notices: [] };
  const gap = memory.at !== null && (at < memory.at || at - memory.at > sampleGapMs);
  const next: MemoryNoticeMemory = gap ? { ...memory, at, criticalSince: null, swap: [] } : { ...memory, at };
  const notices: Notice[] = [];

  if (telemetry.pressure === 'normal') next.pressureTold = false;
  const critical = contributing && telemetry.pressure === 'critical';
  next.criticalSince = critical ? (next.criticalSince ?? at) : null;
  const lasts = next.criticalSince !== null && at - next.criticalSince >= criticalForMs;
  if (lasts && !next.pressureTold && !isRecent(next.pressureToldAt, at, quietForMs)) {
    Object.assign(next, { pressureTold: true, pressureToldAt: at });
    notices.push(pressureCritical(telemetry));
  }

  const { swap, memory: ram } = telemetry;
  if (isAvailable(swap) && isAvailable(ram)) {
    const window = next.swap.filter((one) => one.at > at - swapWindowMs);
    next.swap = [...window, { at, usedBytes: swap.usedBytes }];
    const grownBytes = swap.usedBytes - Math.min(...next.swap.map(({ usedBytes }) => usedBytes));
    if (grownBytes < swapCalmRatio * ram.totalBytes) next.swapTold = false;
    const fast = contributing && grownBytes > swapFastRatio * ram.totalBytes;
    if (fast && !next.swapTold && !isRecent(next.swapToldAt, at, quietForMs)) {
      Object.assign(next, { swapTold: true, swapToldAt: at });
      notices.push(swapGrows(grownBytes));
    }
  }
  return { memory: next, notices };
}

function pressureCritical({ memory }: Pick<Telemetry, 'memory'>): Notice {
  const used = isAvailable(memory)
    ? `${formatBytesOf(memory.usedBytes, memory.totalBytes)} are in use. `
    : '';
  return {
    id: 'memory-pressure',
    title: 'Memory pressure is critical',
    body: `${used}Draining gives back what the cluster’s tasks hold.`,
    action: 'drain',
  };
}

const swapGrows = (grownBytes: number): Notice => ({
  id: 'swap',
  title: 'Swap grows fast',
  body: `${formatBytes(grownBytes)} more in ${swapWindowMs / 60_000} minutes: what runs here needs more memory than there is.`,
  action: 'open-activity',
});
