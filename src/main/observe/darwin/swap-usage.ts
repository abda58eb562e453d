import type { Reading, Telemetry } from '../../../shared/telemetry';
import { unavailable } from '../reading';

/** sysctl prints MB of 2^20 bytes; the other letters are for a version that may think otherwise. */
const unitBytes: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Pure: `total = 12288.00M  used = 10772.94M  free = 1515.06M  (encrypted)`, with a decimal comma where LC_ALL was not heeded. */
export function parseSwapUsage(
  value: string | undefined,
): Reading<{ usedBytes: number; totalBytes: number }> {
  if (value === undefined) return unavailable('the system does not tell the swap');
  const [total, used, free] = ['total', 'used', 'free'].map((name) => amountOf(name, value));
  if (total === undefined || used === undefined || free === undefined || used > total)
    return unavailable(`the system said “${value}” for the swap`);
  return { usedBytes: used, totalBytes: total };
}

function amountOf(name: string, value: string): number | undefined {
  const [, figure, unit] =
    new RegExp(`(?:^|\\s)${name} = (\\d{1,12}[.,]\\d\\d)([KMGT])(?=\\s|$)`).exec(value) ?? [];
  const bytes = unitBytes[unit ?? ''];
  return figure === undefined || bytes === undefined
    ? undefined
    : Math.round(Number(figure.replace(',', '.')) * bytes);
}

const levels: Readonly<Record<string, Telemetry['pressure']>> = {
  '1': 'normal',
  '2': 'warning',
  '4': 'critical',
};

/** Pure: kern.memorystatus_vm_pressure_level, the values of DISPATCH_MEMORYPRESSURE_NORMAL, _WARN and _CRITICAL (<dispatch/source.h>). */
export function parsePressureLevel(value: string | undefined): Telemetry['pressure'] {
  if (value === undefined) return unavailable('the system does not tell the memory pressure');
  return levels[value] ?? unavailable(`the system said “${value}” for the memory pressure`);
}
