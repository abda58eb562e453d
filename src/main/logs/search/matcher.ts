import { RaybarFailure } from '../../../shared/errors';
import type { LogSearch } from '../../../shared/log-views';

/** A search made ready. */
export interface Matcher {
  /** Global. */
  readonly pattern: RegExp;
  /** True where each byte may be taken for a character in any text: much faster than decoding it. */
  readonly bytewise: boolean;
  /** True where a match might run over a line break: then each line is tried by itself. */
  readonly lineByLine: boolean;
}

const mayCrossLines = /\\[sWDnrvfuxcpPB]|\[\^|\(\?/;
const isAscii = (text: string): boolean => /^[\x20-\x7e\t]*$/.test(text);
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Fails with log-search-invalid. */
export function makeMatcher({ text, regex, matchCase, wholeWord }: LogSearch): Matcher {
  const ascii = isAscii(text);
  // With a group V8 compiles even a plain text, which over 1 GB is twice as fast as its looking for the first letter (measured). An
  // expression has it at its end: `\1` is the first group that was typed.
  const source = regex ? `(?:${text})()` : `(${escaped(text)})`;
  const whole = wholeWord ? `(?<!\\w)${source}(?!\\w)` : source;
  const flags = `gm${matchCase ? '' : 'i'}`;
  const unicode = regex ? keepsUnicodeRules(text) : !ascii;
  return {
    pattern: new RegExp(whole, unicode ? `${flags}u` : flags),
    bytewise: ascii && !regex,
    lineByLine: regex && mayCrossLines.test(text),
  };
}

/** Unicode's rules where the expression keeps them, the older ones else: "\d{" is a habit. Fails with log-search-invalid. */
function keepsUnicodeRules(text: string): boolean {
  try {
    void new RegExp(text, 'u');
    return true;
  } catch {
    try {
      // As it was typed: an error tells the expression, and ")(" is none although parentheses around it make one.
      void new RegExp(text);
      return false;
    } catch (cause) {
      const why =
        cause instanceof Error ? cause.message.replace(/^Invalid regular expression: /, '') : String(cause);
      throw new RaybarFailure(
        {
          code: 'log-search-invalid',
          tried: `Searched for the regular expression ${text}`,
          found: why,
          fixes: ['Mend the expression, or search for it as text.'],
          retryable: false,
        },
        { cause },
      );
    }
  }
}

/** Where the text matches; empty matches are none. */
export function spansIn({ pattern }: Matcher, text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const end = found.index + found[0].length;
    if (end > found.index) spans.push({ start: found.index, end });
    else pattern.lastIndex += 1;
    if (spans.length === mostSpans) break;
  }
  return spans;
}
const mostSpans = 500;
