import type { Place } from '../../shared/view/format';

/** How a line's time is written in the list, and in full. In the owner's zone. */
export interface LineTimes {
  /** "17:02:11.482" */
  clock(at: number): string;
  /** "21 Nov 2026, 17:02:11.482" */
  whole(at: number): string;
}

const clockParts = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
} as const;

/** The formatters are made once: making one takes as long as a hundred lines. */
export function lineTimes({ locale, timeZone }: Place = {}): LineTimes {
  // The digits alone: "17:02:11.482" in every language, as in the files themselves.
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, ...clockParts });
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' });
  return {
    clock: (at) => clock.format(at),
    whole: (at) => `${day.format(at)}, ${clock.format(at)}`,
  };
}
