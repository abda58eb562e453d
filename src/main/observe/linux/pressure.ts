import type { Telemetry } from '../../../shared/telemetry';
import { unavailable } from '../reading';

/**
 * Of the last 10 s. A tenth of the time in which some program waits for memory is where systemd tells programs to give some back
 * (https://systemd.io/MEMORY_PRESSURE/: `MEMORY_PRESSURE_WRITE`, 200 ms of 2 s); the same tenth in which every program waits
 * at once ("full", docs.kernel.org/accounting/psi) is a machine that no longer gets on.
 */
const warningPercent = 10;
const criticalPercent = 10;

/** Pure: /proc/pressure/memory. */
export function pressureOf(text: string): Telemetry['pressure'] {
  const some = averageOf('some', text);
  const full = averageOf('full', text);
  if (some === null || full === null) return unavailable('the kernel does not tell memory pressure (PSI)');
  if (full >= criticalPercent) return 'critical';
  return some >= warningPercent ? 'warning' : 'normal';
}

function averageOf(which: 'some' | 'full', text: string): number | null {
  const average = new RegExp(`^${which} avg10=(\\d{1,3}\\.\\d\\d) `, 'm').exec(text)?.[1];
  return average !== undefined && Number(average) <= 100 ? Number(average) : null;
}
