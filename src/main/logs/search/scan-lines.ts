import type { Matcher } from './matcher';

/** Blocks of lines within a text: where each begins, and the number of its first line. */
export interface TextBlocks {
  count: number;
  beginning(block: number): number;
  firstLine(block: number): number;
}

/**
 * Tells which lines of a text match, each once and in order. What is between two matches is passed by blocks: line breaks are counted only within those
 * where something is.
 */
export function scanText(
  matcher: Matcher,
  text: string,
  blocks: TextBlocks,
  hit: (line: number) => void,
): void {
  if (matcher.lineByLine) return scanEachLine(matcher, text, blocks.firstLine(0), hit);
  const { pattern } = matcher;
  let block = 0;
  let line = blocks.firstLine(0);
  let begin = 0;
  while (begin < text.length) {
    pattern.lastIndex = begin;
    // `test` makes no result; where the match ends is in the same line as where it begins.
    if (!pattern.test(text)) return;
    const found = pattern.lastIndex;
    while (block + 1 < blocks.count && blocks.beginning(block + 1) <= found) block += 1;
    if (blocks.beginning(block) > begin) {
      begin = blocks.beginning(block);
      line = blocks.firstLine(block);
    }
    let end = endOfLine(text, begin);
    while (end < found) {
      begin = end + 1;
      line += 1;
      end = endOfLine(text, begin);
    }
    // Behind the last line break there is no line.
    if (begin < text.length) hit(line);
    begin = end + 1;
    line += 1;
  }
}

/** For expressions that might match over a line break. */
function scanEachLine(
  { pattern }: Matcher,
  text: string,
  firstLine: number,
  hit: (line: number) => void,
): void {
  let line = firstLine;
  for (let begin = 0; begin < text.length; line += 1) {
    const end = endOfLine(text, begin);
    pattern.lastIndex = 0;
    if (pattern.test(text.slice(begin, end))) hit(line);
    begin = end + 1;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
