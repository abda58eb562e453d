import type { Telemetry } from '../../../shared/telemetry';
import { percentOf, unavailable } from '../reading';

/** One folder of /sys/class/power_supply; null for a file that is not there. */
export interface PowerSupply {
  type: string | null;
  /** `Device` is a mouse's or a keyboard's own battery. */
  scope: string | null;
  online: string | null;
  status: string | null;
  capacity: string | null;
}

/** Pure (kernel docs: sysfs-class-power). A machine without a battery runs on mains, as a desktop Mac does. */
export function powerOf(supplies: readonly PowerSupply[] | null): Telemetry['power'] {
  if (supplies === null) return unavailable('/sys/class/power_supply is not there');
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device');
  const [battery] = batteries;
  if (battery === undefined) return { source: 'mains', batteryPercent: unavailable('there is no battery') };
  const plugged = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
  const discharges = batteries.some(({ status }) => status === 'Discharging');
  const { capacity } = battery;
  return {
    source: discharges && !plugged ? 'battery' : 'mains',
    batteryPercent:
      capacity !== null && /^\d{1,3}$/.test(capacity)
        ? percentOf(Number(capacity), 'the battery')
        : unavailable('the battery does not tell it'),
  };
}
