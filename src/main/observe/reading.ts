import type { Reading, Unavailable } from '../../shared/telemetry';

/** Why a reading is missing, in a few plain words: it is shown where the value would stand. */
export const unavailable = (reason: string): Unavailable => ({ unavailable: reason });

/** Pure: a whole number of bytes, or of anything that is counted. Beyond 2^53 a number is no longer the one that was said. */
export function countOf(text: string | undefined, what: string): Reading<number> {
  if (text === undefined) return unavailable(`the system does not tell ${what}`);
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : unavailable(`the system said “${text}” for ${what}`);
}

/** Pure: 0 to 100. Rounding of the counters can lead a hair outside. */
export function percentOf(value: number, what: string): Reading<number> {
  if (!Number.isFinite(value) || value < -1 || value > 101)
    return unavailable(`the system said ${value} % for ${what}`);
  return Math.min(100, Math.max(0, value));
}

/** Pure: the lines that have their end. Output that was cut off may stop in the middle of a figure. */
export const wholeLines = (text: string): string[] => text.split('\n').slice(0, -1);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
