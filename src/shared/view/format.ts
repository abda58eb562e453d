import { ownLocale } from './own-locale';

/** Where the words are read: both left out mean this machine's own. A test gives both. */
export interface Place {
  /** BCP 47, e.g. "en-GB"; it decides between 17:04 and 5:04 PM. */
  readonly locale?: string;
  /** IANA, e.g. "Europe/Berlin". */
  readonly timeZone?: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something has gone on, in its largest unit: "42 s", "12 min", "3 h", "2 d". */
export function formatDuration(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / second))} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/**
 * How long something has yet to go, in two units: "3 s", "6 min 59 s", "1 h 30 min". Rounded up, so that it reaches
 * 0 only when the time has come.
 */
export function formatCountdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / second) * second);
  if (left < minute) return `${left / second} s`;
  if (left < hour) return twoUnits(Math.floor(left / minute), 'min', (left % minute) / second, 's');
  if (left < day) return twoUnits(Math.floor(left / hour), 'h', Math.floor((left % hour) / minute), 'min');
  return twoUnits(Math.floor(left / day), 'd', Math.floor((left % day) / hour), 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** The time of day: "09:12" or "9:12 AM", and "17:04:12" where a second matters. */
export function formatClock(
  at: number,
  place: Place = {},
  precision: 'minute' | 'second' = 'minute',
): string {
  const { locale = ownLocale(), timeZone } = place;
  const parts = dateFormat(precision, at, { locale, timeZone }).formatToParts(at);
  // "09:12" but "9:12 AM": only a clock of 24 hours has a leading zero.
  const twelveHours = parts.some(({ type }) => type === 'dayPeriod');
  return parts
    .map(({ type, value }) => (twelveHours && type === 'hour' ? value.replace(/^0/, '') : value))
    .join('');
}

/** As formatClock, and with the day where that is not today: "tomorrow 06:00", "Fri 09:12", "3 Nov 09:12". */
export function formatMoment(
  at: number,
  now: number,
  place: Place = {},
  precision: 'minute' | 'second' = 'minute',
): string {
  const clock = formatClock(at, place, precision);
  const days = dayNumber(at, place) - dayNumber(now, place);
  if (days === 0) return clock;
  if (days === 1) return `tomorrow ${clock}`;
  if (days === -1) return `yesterday ${clock}`;
  // The words around it are English, so the day's name is too.
  const { timeZone } = place;
  const format = dateFormat(Math.abs(days) < 7 ? 'weekday' : 'day', at, { locale: 'en-GB', timeZone });
  return `${format.format(at)} ${clock}`;
}

/** Days since the epoch in the place's own calendar: a day there may have 23 or 25 hours. */
function dayNumber(at: number, place: Place): number {
  const [year, month, date] = dateFormat('date', at, { locale: 'en-CA', timeZone: place.timeZone })
    .format(at)
    .split('-')
    .map(Number);
  return Date.UTC(year ?? 1970, (month ?? 1) - 1, date ?? 1) / day;
}

const dateOptions = {
  minute: { hour: '2-digit', minute: '2-digit' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short' },
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Kept, as numberFormat. A machine that travels gets new ones: the kept ones stay in the zone that they were made in. */
function dateFormat(
  what: keyof typeof dateOptions,
  at: number,
  { locale, timeZone }: { locale?: string | undefined; timeZone?: string | undefined },
): Intl.DateTimeFormat {
  const key = [what, locale, timeZone, new Date(at).getTimezoneOffset()].join(' ');
  const made = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, { ...dateOptions[what], timeZone });
  dateFormats.set(key, made);
  return made;
}

const kibi = 2 ** 10;
const mebi = 2 ** 20;
const gibi = 2 ** 30;
const tebi = 2 ** 40;

/** Bytes as Activity Monitor writes them, in binary units under their everyday names: "9.1 GB", "512 MB". */
export function formatBytes(bytes: number, place: Place = {}): string {
  const [unitBytes, unit] = byteUnit(bytes);
  return `${inUnit(bytes, unitBytes, place)} ${unit}`;
}

/** "31.2 of 48 GB": both in the total's unit. */
export function formatBytesOf(usedBytes: number, totalBytes: number, place: Place = {}): string {
  const [unitBytes, unit] = byteUnit(totalBytes);
  return `${inUnit(usedBytes, unitBytes, place)} of ${inUnit(totalBytes, unitBytes, place)} ${unit}`;
}

/** The unit in which an amount is told, and how many bytes it has. */
export function byteUnit(bytes: number): [number, string] {
  // A MB below a GB would be rounded to 1024 MB.
  if (bytes >= tebi - gibi / 2) return [tebi, 'TB'];
  if (bytes >= gibi - mebi / 2) return [gibi, 'GB'];
  if (bytes >= mebi - kibi / 2) return [mebi, 'MB'];
  return [kibi, 'KB'];
}

/** How many decimals say something: a MB's tenth never does. */
export function unitDecimals(unitBytes: number): number {
  if (unitBytes < gibi) return 0;
  return unitBytes === tebi ? 2 : 1;
}

function inUnit(bytes: number, unitBytes: number, place: Place): string {
  const amount = bytes / unitBytes;
  // From a hundred on a tenth tells nothing.
  return formatNumber(amount, amount >= 99.95 ? 0 : unitDecimals(unitBytes), place);
}

/** "1.2 MB/s". Decimal units, as networks and macOS count what goes over them. */
export function formatRate(bytesPerSecond: number, place: Place = {}): string {
  const [unitBytes, unit, decimals] = rateUnit(bytesPerSecond);
  return `${formatNumber(bytesPerSecond / unitBytes, decimals, place)} ${unit}`;
}

/** The unit in which a rate is told, its bytes a second, and how many decimals say something. */
export function rateUnit(bytesPerSecond: number): [number, string, number] {
  if (bytesPerSecond >= 1e9) return [1e9, 'GB/s', 1];
  // A hundred KB/s are told as 0.1 MB/s, so that two rates side by side mostly share their unit.
  if (bytesPerSecond >= 1e5) return [1e6, 'MB/s', bytesPerSecond >= 1e8 ? 0 : 1];
  return [1e3, 'KB/s', 0];
}

/** "41 %". */
export function formatPercent(percent: number, place: Place = {}): string {
  return `${formatNumber(percent, 0, place)} %`;
}

/** With the place's own decimal sign, and no decimals that say nothing. What is not 0 is not told as 0: "<0.1". */
export function formatNumber(value: number, decimals: number, place: Place = {}): string {
  const format = numberFormat(place.locale ?? ownLocale(), decimals);
  const least = 10 ** -decimals;
  return value > 0 && value < least / 2 ? `<${format.format(least)}` : format.format(value);
}

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Kept: to make one takes longer than to use it a hundred times. */
function numberFormat(locale: string | undefined, decimals: number): Intl.NumberFormat {
  const key = `${locale ?? ''} ${decimals}`;
  const made = numberFormats.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: decimals });
  numberFormats.set(key, made);
  return made;
}

/** "1 task", "2 tasks". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "5a19…98e": enough to tell two nodes of one cluster apart by eye. */
export function shortNodeId(nodeId: string): string {
  return nodeId.length <= 8 ? nodeId : `${nodeId.slice(0, 4)}…${nodeId.slice(-3)}`;
}
