import type { LogLevel } from '../../../shared/logs';
import { code, digitsAt, isDigit, isLetter, isUpper } from './bytes';
import { endOfLetters, letterLevel, wordLevel } from './level-words';
import { skipColours } from './line-prefix';
import { headLine, type LineHead } from './line-head';
import type { LineContext } from './line-context';

/** "2024-05-06 12:00:00" */
const dateTimeBytes = 19;
const minuteMs = 60_000;

interface Moment {
  at: number;
  /** Behind the time, its fraction and its zone. */
  next: number;
  /** `T` between date and time: an ISO time. */
  iso: boolean;
}

/** Reads "2024-05-06 12:00:00,123", "2024-05-06T12:00:00.123Z" and their kin. */
function dateTimeAt(bytes: Uint8Array, from: number, end: number, context: LineContext): Moment | null {
  if (end - from < dateTimeBytes) return null;
  const year = digitsAt(bytes, from, 4);
  const dash = bytes[from + 4];
  if (year < 1970 || (dash !== code.dash && dash !== 0x2f) || bytes[from + 7] !== dash) return null;
  const between = bytes[from + 10];
  if (between !== code.space && between !== code.T) return null;
  const month = digitsAt(bytes, from + 5, 2);
  const day = digitsAt(bytes, from + 8, 2);
  return clockAt(bytes, from + 11, end, context, { year, month, day, iso: between === code.T });
}

/** Reads "12:00:00" with an optional fraction and zone; the day is known. */
function clockAt(
  bytes: Uint8Array,
  from: number,
  end: number,
  context: LineContext,
  { year, month, day, iso }: { year: number; month: number; day: number; iso: boolean },
): Moment | null {
  const hour = digitsAt(bytes, from, 2);
  const minute = digitsAt(bytes, from + 3, 2);
  const second = digitsAt(bytes, from + 6, 2);
  if (hour < 0 || minute < 0 || second < 0 || from + 8 > end) return null;
  if (bytes[from + 2] !== code.colon || bytes[from + 5] !== code.colon) return null;
  let next = from + 8;
  let milliseconds = 0;
  if ((bytes[next] === code.comma || bytes[next] === code.dot) && isDigit(bytes[next + 1])) {
    next += 1;
    for (let weight = 100; next < end && isDigit(bytes[next]); next++, weight = Math.floor(weight / 10)) {
      milliseconds += weight * ((bytes[next] ?? 0) - code.zero);
    }
  }
  const zone =
    zoneAt(bytes, next, end) ?? (bytes[next] === code.space ? offsetAt(bytes, next + 1, end) : null);
  const ofMinute =
    zone === null
      ? context.epochOfMinute(year, month, day, hour, minute)
      : Date.UTC(year, month - 1, day, hour, minute) - zone.minutes * minuteMs;
  if (ofMinute === null) return null;
  return { at: ofMinute + second * 1_000 + milliseconds, next: zone?.next ?? next, iso };
}

interface Zone {
  minutes: number;
  next: number;
}

/** "Z", "+02:00" or "-0500" right behind a time; null: the wall's own zone. Behind a blank only `offsetAt` is one: "12:00:00 Zebra". */
function zoneAt(bytes: Uint8Array, from: number, end: number): Zone | null {
  if (from < end && bytes[from] === code.Z && !isOfName(bytes[from + 1]))
    return { minutes: 0, next: from + 1 };
  return offsetAt(bytes, from, end);
}

/** "+02:00" or "-0500", and no digit behind it. */
function offsetAt(bytes: Uint8Array, from: number, end: number): Zone | null {
  const sign = bytes[from] === 0x2b ? 1 : bytes[from] === code.dash ? -1 : 0;
  if (sign === 0) return null;
  const hours = digitsAt(bytes, from + 1, 2);
  const colon = bytes[from + 3] === code.colon ? 1 : 0;
  const minutes = digitsAt(bytes, from + 3 + colon, 2);
  const next = from + 5 + colon;
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || next > end) return null;
  return next < end && isDigit(bytes[next]) ? null : { minutes: sign * (hours * 60 + minutes), next };
}

/**
 * "[2024-05-06 12:00:00,123 I 4711 4711] " of Ray's C++, or a Python time in brackets. `from` is the bracket.
 */
export function bracketedHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  context: LineContext,
): LineHead | null {
  const moment = dateTimeAt(bytes, from + 1, end, context);
  if (moment === null) return null;
  const letter = bytes[moment.next + 1];
  if (bytes[moment.next] === code.space && bytes[moment.next + 2] === code.space) {
    const level = letterLevel(letter);
    if (level !== null && isDigit(bytes[moment.next + 3])) return headLine('ray-cpp', level, moment.at);
  }
  return headLine('python', levelAfter(bytes, moment.next, end, false), moment.at);
}

/** "2024-05-06 12:00:00,123\tINFO file.py:12 -- text" and "2024-05-06T12:00:00.123Z info text". */
export function datedHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  context: LineContext,
): LineHead | null {
  const moment = dateTimeAt(bytes, from, end, context);
  if (moment === null) return null;
  const level = levelAfter(bytes, moment.next, end, moment.iso);
  return headLine(moment.iso && bytes[moment.next - 1] === code.Z ? 'raybar' : 'python', level, moment.at);
}

/** "I0904 12:07:26.417099 49403 281886144 file.cc:36] text": no year and no zone. `from` is the letter. */
export function glogHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  context: LineContext,
): LineHead | null {
  const level = letterLevel(bytes[from]);
  const month = digitsAt(bytes, from + 1, 2);
  const day = digitsAt(bytes, from + 3, 2);
  if (level === null || month < 0 || day < 0 || bytes[from + 5] !== code.space) return null;
  // Before abseil is set up it writes "I0000 00:00:1731234567.123456 …": seconds since the epoch.
  if (month === 0 && day === 0) return headLine('glog', level, epochSecondsAt(bytes, from + 12, end));
  const year = context.yearOf(month, day);
  const moment = clockAt(bytes, from + 6, end, context, { year, month, day, iso: false });
  return moment === null ? null : headLine('glog', level, moment.at);
}

/** Digits with an optional fraction, as ms; null where there are none. */
export function epochSecondsAt(bytes: Uint8Array, from: number, end: number): number | null {
  let seconds = 0;
  let index = from;
  while (index < end && isDigit(bytes[index]) && index - from < 11) {
    seconds = seconds * 10 + ((bytes[index] ?? 0) - code.zero);
    index++;
  }
  if (index === from) return null;
  const fraction = bytes[index] === code.dot ? Math.max(0, digitsAt(bytes, index + 1, 3)) : 0;
  return seconds * 1_000 + fraction;
}

/**
 * "INFO 2024-05-06 12:00:00,123 serve 4711 -- text" (Serve), "WARNING 05-06 12:00:00 [file.py:12] text" (vLLM), "ERROR:name:text" (Python's own).
 * `from` is the word's first letter.
 */
export function wordHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  context: LineContext,
): LineHead | null {
  if (!isUpper(bytes[from + 1])) return null;
  const wordEnd = endOfLetters(bytes, from, Math.min(end, from + 10));
  const level = wordLevel(bytes, from, wordEnd);
  if (level === null) return null;
  let next = skipColours(bytes, wordEnd, end);
  if (bytes[next] === code.colon) return headLine('python', level, null);
  while (next < end && bytes[next] === code.space) next++;
  next = skipColours(bytes, next, end);
  if (next === wordEnd || !isDigit(bytes[next])) return null;
  const dated = dateTimeAt(bytes, next, end, context);
  if (dated !== null) return headLine('python', level, dated.at);
  const month = digitsAt(bytes, next, 2);
  const day = digitsAt(bytes, next + 3, 2);
  if (month < 1 || day < 1 || bytes[next + 2] !== code.dash || bytes[next + 5] !== code.space) return null;
  const year = context.yearOf(month, day);
  const moment = clockAt(bytes, next + 6, end, context, { year, month, day, iso: false });
  return moment === null ? null : headLine('python', level, moment.at);
}

/** How many words a level may stand behind: "2024-… +0000] [4711] [INFO]", "2024-… - module - INFO - text". */
const mostWordsBefore = 4;

/** The level in the words behind a time; null where the text begins without one. */
function levelAfter(bytes: Uint8Array, from: number, end: number, anyCase: boolean): LogLevel | null {
  let index = from;
  for (let words = 0; words <= mostWordsBefore; words++) {
    index = behindSeparators(bytes, index, end);
    const bracketed = bytes[index - 1] === code.bracket || bytes[index - 1] === code.open;
    const wordEnd = endOfWord(bytes, index, end);
    if (wordEnd === index) return null;
    const level = wordLevel(bytes, index, wordEnd, anyCase || bracketed);
    if (level !== null) return level;
    if (!isNameOfOrigin(bytes, index, skipColours(bytes, wordEnd, end), end)) return null;
    index = wordEnd;
  }
  return null;
}

/** A coloured level is one, too. */
function behindSeparators(bytes: Uint8Array, from: number, end: number): number {
  let index = from;
  for (let before = -1; index !== before;) {
    before = index;
    while (index < end && isSeparator(bytes[index])) index++;
    index = skipColours(bytes, index, end);
  }
  return index;
}

/** A number, or a word that a separator follows: the text's own words are followed by a blank. */
function isNameOfOrigin(bytes: Uint8Array, from: number, to: number, end: number): boolean {
  if (!isLetter(bytes[from])) return true;
  const after = bytes[to];
  if (after === code.bracketEnd || after === code.close || after === code.bar) return true;
  if (after !== code.space || to + 2 >= end) return false;
  const sign = bytes[to + 1];
  return (sign === code.dash || sign === code.bar || sign === code.bracket) && bytes[to + 2] !== code.dash;
}

const isSeparator = (byte: number | undefined): boolean =>
  byte === code.space ||
  byte === code.tab ||
  byte === code.dash ||
  byte === code.bar ||
  byte === code.comma ||
  byte === code.colon ||
  byte === code.bracket ||
  byte === code.bracketEnd ||
  byte === code.open ||
  byte === code.close;

/** Letters, digits and `_ . / +`: names of modules, files and zones. */
function endOfWord(bytes: Uint8Array, from: number, end: number): number {
  const last = Math.min(end, from + 64);
  let index = from;
  while (index < last && isOfName(bytes[index])) index++;
  return index;
}

const isOfName = (byte: number | undefined): boolean =>
  isLetter(byte) ||
  isDigit(byte) ||
  byte === code.underscore ||
  byte === code.dot ||
  byte === 0x2f ||
  byte === 0x2b;
