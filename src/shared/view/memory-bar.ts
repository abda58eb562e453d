import type { MemoryReadings } from '../telemetry';
import { byteUnit, formatNumber, unitDecimals, type Place } from './format';

export const memoryParts = ['app', 'wired', 'compressed', 'cached', 'free'] as const;
export type MemoryPart = (typeof memoryParts)[number];

/** As Activity Monitor calls them. */
export const memoryPartNames: Record<MemoryPart, string> = {
  app: 'Apps',
  wired: 'Wired',
  compressed: 'Compressed',
  cached: 'Cached',
  free: 'Free',
};

export interface MemoryBarPart {
  readonly part: MemoryPart;
  readonly name: string;
  /** Of the bar's length, 0 to 1; together they are 1. */
  readonly share: number;
  /** In the bar's unit: "13.7". */
  readonly amount: string;
}

export interface MemoryBar {
  readonly parts: readonly MemoryBarPart[];
  readonly used: string;
  readonly total: string;
  readonly unit: string;
  /** The parts, for who cannot see the bar; the unit and the total go before it. */
  readonly text: string;
}

/**
 * Unified memory as one bar whose parts add up to the total, in pixels and in the numbers beside it: a part is rounded
 * so that used is the sum of apps, wired and compressed, and the total the sum of all five. The GPU's memory is within
 * apps and wired, and so is none of the parts.
 */
export function memoryBar(memory: Omit<MemoryReadings, 'pageBytes'>, place: Place = {}): MemoryBar {
  const [unitBytes, unit] = byteUnit(memory.totalBytes);
  const decimals = unitDecimals(unitBytes);
  const stepBytes = unitBytes / 10 ** decimals;
  const steps = (bytes: number): number => Math.round(bytes / stepBytes);
  const used = [memory.appBytes, memory.wiredBytes, memory.compressedBytes];
  const unused = [memory.cachedBytes, memory.freeBytes];
  const rounded = [
    ...apportion(used, steps(memory.usedBytes)),
    ...apportion(unused, steps(memory.totalBytes) - steps(memory.usedBytes)),
  ];
  const bytes = [...used, ...unused];
  const sum = bytes.reduce((total, part) => total + part, 0);
  const inUnits = (count: number): string => formatNumber(count / 10 ** decimals, decimals, place);
  const parts = memoryParts.map((part, index): MemoryBarPart => {
    const count = rounded[index] ?? 0;
    const ofPart = bytes[index] ?? 0;
    return {
      part,
      name: memoryPartNames[part],
      share: sum === 0 ? 0 : ofPart / sum,
      amount: count === 0 && ofPart > 0 ? `<${inUnits(1)}` : inUnits(count),
    };
  });
  const total = inUnits(steps(memory.totalBytes));
  return {
    parts,
    used: inUnits(steps(memory.usedBytes)),
    total,
    unit,
    text: parts.map(({ name, amount }) => `${name.toLowerCase()} ${amount}`).join(', '),
  };
}

/** Whole numbers in the proportions of `amounts` that add up to `total`: the largest remainders are rounded up. */
function apportion(amounts: readonly number[], total: number): number[] {
  const sum = amounts.reduce((all, amount) => all + amount, 0);
  if (sum <= 0 || total <= 0) return amounts.map(() => 0);
  const exact = amounts.map((amount) => (amount / sum) * total);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((all, amount) => all + amount, 0);
  const byRemainder = exact
    .map((amount, index) => ({ index, remainder: amount - Math.floor(amount) }))
    .sort((a, b) => b.remainder - a.remainder)
    .slice(0, left);
  for (const { index } of byRemainder) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}
