import type { Matcher } from './matcher';

const newline = 10;

/**
 * Tells which of the lines in these bytes match, by their number counted from 0, each once and in order. The bytes begin where a line
 * begins.
 */
export function scanLines(matcher: Matcher, bytes: Buffer, hit: (line: number) => void): void {
  if (matcher.needle !== null) scanBytes(matcher.needle, matcher.wholeWord, bytes, hit);
  else scanText(matcher, bytes.toString(matcher.bytewise ? 'latin1' : 'utf8'), hit);
}

/** True where any line in these bytes matches; for a piece of a very long one. */
export function matchesAny(matcher: Matcher, bytes: Buffer): boolean {
  let any = false;
  scanLines(matcher, bytes, () => {
    any = true;
  });
  return any;
}

/**
 * The first place at or behind `from` where the needle is, by bytes; -1 for none. With `wholeWord` no letter, digit or underscore may stand
 * beside it.
 */
export function indexOfNeedle(needle: Buffer, wholeWord: boolean, bytes: Buffer, from: number): number {
  let at = bytes.indexOf(needle, from);
  while (wholeWord && at !== -1 && (isWordAt(bytes, at - 1) || isWordAt(bytes, at + needle.length))) {
    at = bytes.indexOf(needle, at + 1);
  }
  return at;
}

function scanBytes(needle: Buffer, wholeWord: boolean, bytes: Buffer, hit: (line: number) => void): void {
  let line = 0;
  let counted = 0;
  let found = indexOfNeedle(needle, wholeWord, bytes, 0);
  while (found !== -1) {
    for (; counted < found; counted += 1) if (bytes[counted] === newline) line += 1;
    hit(line);
    const end = bytes.indexOf(newline, found);
    if (end === -1) return;
    counted = end + 1;
    line += 1;
    found = indexOfNeedle(needle, wholeWord, bytes, counted);
  }
}

function scanText({ pattern, lineByLine }: Matcher, text: string, hit: (line: number) => void): void {
  let line = 0;
  let counted = 0;
  while (counted < text.length) {
    const end = endOfLine(text, counted);
    if (lineByLine) {
      pattern.lastIndex = 0;
      if (pattern.test(text.slice(counted, end))) hit(line);
      counted = end + 1;
      line += 1;
      continue;
    }
    pattern.lastIndex = counted;
    const found = pattern.exec(text);
    if (found === null || found.index >= text.length) return;
    for (let next = end; next < found.index; next = endOfLine(text, counted)) {
      counted = next + 1;
      line += 1;
    }
    hit(line);
    counted = endOfLine(text, counted) + 1;
    line += 1;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function isWordAt(bytes: Buffer, index: number): boolean {
  const byte = bytes[index] ?? 0;
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f
  );
}
