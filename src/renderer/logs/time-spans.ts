import type { LogQuery } from '../../shared/log-views';

type Span = Pick<LogQuery, 'from' | 'to'>;
export type SpanName = 'any' | 'minutes' | 'hour' | 'day' | 'between';

const minute = 60_000;

/** The spans that are one click, from when they are chosen: what comes later belongs to them, too. */
export const spans: Record<Exclude<SpanName, 'between'>, (now: number) => Span> = {
  any: () => ({ from: null, to: null }),
  minutes: (now) => ({ from: now - 5 * minute, to: null }),
  hour: (now) => ({ from: now - 60 * minute, to: null }),
  day: (now) => ({ from: now - 24 * 60 * minute, to: null }),
};

/** A filter by time is shown as its two ends, whatever chose it. */
export const spanOf = ({ from, to }: Span): SpanName => (from === null && to === null ? 'any' : 'between');

export const endsBeforeItBegins = ({ from, to }: Span): boolean => from !== null && to !== null && from > to;

/** ms since the epoch as a field of type datetime-local has it, in this machine's zone. */
export function toLocalInput(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Null for an empty field, and for one that is half filled in. */
export function fromLocalInput(text: string): number | null {
  const at = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}
