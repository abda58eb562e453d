import { isAvailable } from '../reading';
import type { PressureLevel, Telemetry } from '../telemetry';

/** Each level in a word. */
export const pressureNames: Record<PressureLevel, string> = {
  normal: 'normal',
  warning: 'high',
  critical: 'critical',
};

/** "memory pressure high", "memory pressure critical"; null while it is normal or not known. */
export function highPressure({ pressure }: Pick<Telemetry, 'pressure'>): string | null {
  if (!isAvailable(pressure) || pressure === 'normal') return null;
  return `memory pressure ${pressureNames[pressure]}`;
}
