import type { LogLevel } from '../../../shared/logs';
import { ascii, code, isLetter, isUpper } from './bytes';

/**
 * The words that stand for a level. SUCC, VINFO, VWARN, ERR and PANIC are `ray start`'s (autoscaler/_private/cli_logger.py), verbose and silly
 * electron-log's, SEVERE Java's.
 */
const levelOfWord: ReadonlyMap<string, LogLevel> = new Map([
  ['TRACE', 'trace'],
  ['SILLY', 'trace'],
  ['VVINFO', 'trace'],
  ['VVVINFO', 'trace'],
  ['DEBUG', 'debug'],
  ['VERBOSE', 'debug'],
  ['VINFO', 'debug'],
  ['INFO', 'info'],
  ['NOTICE', 'info'],
  ['SUCC', 'info'],
  ['SUCCESS', 'info'],
  ['WARN', 'warning'],
  ['WARNING', 'warning'],
  ['VWARN', 'warning'],
  ['ERROR', 'error'],
  ['ERR', 'error'],
  ['EXCEPTION', 'error'],
  ['SEVERE', 'error'],
  ['CRITICAL', 'fatal'],
  ['FATAL', 'fatal'],
  ['PANIC', 'fatal'],
]);
const longestWord = 9;

/** Ray's and glog's letters: C ("check failed") and F end the process. */
const levelOfLetter: ReadonlyMap<number, LogLevel> = new Map([
  [0x54, 'trace'],
  [0x44, 'debug'],
  [0x49, 'info'],
  [0x57, 'warning'],
  [0x45, 'error'],
  [0x43, 'fatal'],
  [0x46, 'fatal'],
]);

export const letterLevel = (byte: number | undefined): LogLevel | null =>
  byte === undefined ? null : (levelOfLetter.get(byte) ?? null);

/** A word's letters as one number, five bits each: no string is made to look one up. Capital or not is the same. */
const keyOfWord = (bytes: Uint8Array, from: number, to: number): number => {
  let key = 0;
  for (let index = from; index < to; index++) key = key * 32 + ((bytes[index] ?? 0) & 31);
  return key;
};
const levelOfKey: ReadonlyMap<number, LogLevel> = new Map(
  [...levelOfWord].map(([word, level]) => [keyOfWord(ascii(word), 0, word.length), level]),
);

/** The level that the letters in [from, to) name; null for any other word. */
export function wordLevel(bytes: Uint8Array, from: number, to: number, anyCase = false): LogLevel | null {
  if (to - from < 3 || to - from > longestWord) return null;
  for (let index = from; index < to; index++) {
    if (!(anyCase ? isLetter(bytes[index]) : isUpper(bytes[index]))) return null;
  }
  return levelOfKey.get(keyOfWord(bytes, from, to)) ?? null;
}

/** Any writing of a level, as in JSON: "ERROR", "warning", "W". */
export function levelOfText(text: string): LogLevel | null {
  const upper = text.toUpperCase();
  return levelOfWord.get(upper) ?? (upper.length === 1 ? letterLevel(upper.charCodeAt(0)) : null);
}

/** Where the letters that begin at `from` end. */
export function endOfLetters(bytes: Uint8Array, from: number, end: number): number {
  let index = from;
  while (index < end && (isLetter(bytes[index]) || bytes[index] === code.underscore)) index++;
  return index;
}
