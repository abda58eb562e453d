import type { Snapshot } from '../snapshot';
import { isAvailable } from '../reading';
import { formatBytes, formatBytesOf, formatPercent, type Place } from './format';

export interface TrayTitle {
  /** What stands beside the icon: "63 %", "31.2 GB", "–" for what is not known; empty where nothing is wanted. */
  readonly title: string;
  /** The same in words, for the tooltip; null where nothing is wanted. */
  readonly words: string | null;
}

export function trayTitle({ telemetry, trayTitle: wanted }: Snapshot, place: Place = {}): TrayTitle {
  switch (wanted) {
    case 'none':
      return { title: '', words: null };
    case 'gpu': {
      const { gpu } = telemetry;
      const percent = isAvailable(gpu) ? gpu.devicePercent : gpu;
      if (!isAvailable(percent)) return notKnown('MPS', percent.unavailable);
      const text = formatPercent(percent, place);
      return { title: text, words: `MPS ${text}` };
    }
    case 'memory': {
      const { memory } = telemetry;
      if (!isAvailable(memory)) return notKnown('memory', memory.unavailable);
      return {
        title: formatBytes(memory.usedBytes, place),
        words: `memory ${formatBytesOf(memory.usedBytes, memory.totalBytes, place)}`,
      };
    }
  }
}

const notKnown = (what: string, reason: string): TrayTitle => ({
  title: '–',
  words: `${what} not known: ${reason}`,
});
