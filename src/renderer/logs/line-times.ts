import { ownLocale } from '../../shared/view/own-locale';

/** How a line's time is written in the list, and in full. In the owner's zone. */
export interface LineTimes {
  /** "17:02:11.482", in every language: as in the files themselves. */
  clock(at: number): string;
  /** "21 Nov 2026, 17:02:11.482" */
  whole(at: number): string;
}

export function lineTimes(): LineTimes {
  let day: Intl.DateTimeFormat | undefined;
  return {
    clock,
    whole(at) {
      day ??= new Intl.DateTimeFormat(ownLocale(), { dateStyle: 'medium' });
      return `${day.format(at)}, ${clock(at)}`;
    },
  };
}

const digits = (value: number, count = 2): string => String(value).padStart(count, '0');

/** By hand: Intl takes longer to wake up than a window's first lines to be drawn. */
function clock(at: number): string {
  const time = new Date(at);
  const seconds = `${digits(time.getSeconds())}.${digits(time.getMilliseconds(), 3)}`;
  return `${digits(time.getHours())}:${digits(time.getMinutes())}:${seconds}`;
}
