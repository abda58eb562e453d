import type { Telemetry } from '../../../shared/telemetry';
import { percentOf, unavailable } from '../reading';

/** `Now drawing from 'AC Power'`, and the shorter words of other lists of pmset: `Using AC`, `Using Batt`, `BATT`. */
const mains = /\bdrawing from 'AC Power'|\bUsing AC\b|^AC\b/m;
/** A UPS is a battery too: the mains are out. */
const battery = /\bdrawing from '(?:Battery|UPS) Power'|\bUsing Batt\b|^BATT\b/im;

/** Pure: `pmset -g batt`. A desktop has no battery and runs on mains. */
export function parseBatt(stdout: string): Telemetry['power'] {
  const source = battery.test(stdout) ? 'battery' : mains.test(stdout) ? 'mains' : null;
  if (source === null) return unavailable('pmset does not tell the power source');
  const inside = /^ ?-InternalBattery.*$/m.exec(stdout)?.[0];
  if (inside === undefined)
    return {
      source,
      batteryPercent: unavailable(source === 'mains' ? 'there is no battery' : 'pmset does not tell it'),
    };
  const percent = /\t(\d{1,3})%;/.exec(inside)?.[1];
  return {
    source,
    batteryPercent:
      percent === undefined
        ? unavailable('pmset does not tell it')
        : percentOf(Number(percent), 'the battery'),
  };
}
