import { UsageError } from './cli-errors';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Pure: reads "10m", "90s", "1h30m", "2h"; a bare number is seconds. @returns ms; null for what is no duration */
export function durationMs(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1_000);
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|[smhd])\s*/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== trimmed) return null;
  return Math.round(
    parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? 's'] ?? 0), 0),
  );
}

/**
 * Pure: as `durationMs`.
 *
 * @returns ms
 * @throws UsageError that names the option
 */
export function parseDuration(text: string, option: string): number {
  const duration = durationMs(text);
  if (duration === null)
    throw new UsageError(`${option}: "${text}" is no duration; write it as 90s, 10m or 1h30m`);
  return duration;
}
