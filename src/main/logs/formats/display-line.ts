import type { DisplayedLine, StyleSpan } from '../../../shared/logs';
import { code } from './bytes';
import { terminalText } from './terminal-text';

/** A part of a text that a mask took the place of. Offsets are UTF-16, in the text before. */
export interface Replacement {
  start: number;
  end: number;
  /** How long what stands there now is. */
  length: number;
}

export interface MaskedText {
  text: string;
  /** In order and without overlaps. */
  replacements: readonly Replacement[];
}

export interface DisplayOptions {
  /** Characters that are shown of one line. */
  mostCharacters?: number;
  /** Applied to what is shown, before it is cut: half a secret is one, too. */
  mask?: (text: string) => MaskedText;
}

const usualMostCharacters = 4_096;
/** Read beyond the cut, so that a mask sees the whole of what the cut runs through. */
const marginCharacters = 4_096;
const mostBytesOfCharacter = 4;
const decoder = new TextDecoder();

/**
 * A line as it may be shown: the last state of a progress bar, no control characters, styles as spans, cut when very long. Bytes that are no
 * UTF-8 become U+FFFD.
 *
 * @param bytes one line without its line break; for a very long one its beginning will do
 * @param lineBytes the line's whole length, where `bytes` is less
 */
export function displayLine(
  bytes: Uint8Array,
  { mostCharacters = usualMostCharacters, mask }: DisplayOptions = {},
  lineBytes = bytes.length,
): DisplayedLine {
  const { start, end } = lastState(bytes, 0, bytes.length);
  const missing = lineBytes - bytes.length;
  const mostBytes = (mostCharacters + marginCharacters) * mostBytesOfCharacter;
  const readTo = wholeCharacters(bytes, start, Math.min(end, start + mostBytes));
  const { text, spans } = terminalText(decoder.decode(bytes.subarray(start, readTo)));
  const whole = mask === undefined ? { text, spans } : masked(mask(text), spans);
  if (whole.text.length <= mostCharacters) return { ...whole, cutBytes: end - readTo + missing };
  const cut = cutPlace(whole.text, mostCharacters);
  // How many bytes the text behind the cut had; exact where nothing in it was dropped or masked.
  const cutBytes = Buffer.byteLength(whole.text.slice(cut)) + end - readTo + missing;
  const kept = whole.spans.filter((span) => span.start < cut);
  return {
    text: whole.text.slice(0, cut),
    spans: kept.map((span) => ({ ...span, end: Math.min(span.end, cut) })),
    cutBytes,
  };
}

/** The part of [from, to) behind the last carriage return that something follows: what a terminal shows in the end. */
export function lastState(bytes: Uint8Array, from: number, to: number): { start: number; end: number } {
  let end = to;
  while (end > from && bytes[end - 1] === code.return) end--;
  const at = end > from ? bytes.lastIndexOf(code.return, end - 1) : -1;
  return { start: at < from ? from : at + 1, end };
}

/** Moves `to` back so that it does not cut a character in two; bytes that are no UTF-8 are left alone. */
function wholeCharacters(bytes: Uint8Array, from: number, to: number): number {
  if (to >= bytes.length) return to;
  let index = to;
  while (index > from && to - index < 3 && ((bytes[index] ?? 0) & 0xc0) === 0x80) index--;
  return index;
}

/** Where a text is cut that is to have `at` characters at most: not between the halves of a surrogate pair. */
export const cutPlace = (text: string, at: number): number => {
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
};

const masked = (
  { text, replacements }: MaskedText,
  spans: readonly StyleSpan[],
): { text: string; spans: StyleSpan[] } => ({
  text,
  spans: replacements.length === 0 ? [...spans] : shiftSpans(spans, replacements),
});

/** Moves spans to where their text is after the replacements; a style within a replaced part covers all that stands there now. */
export function shiftSpans(spans: readonly StyleSpan[], replacements: readonly Replacement[]): StyleSpan[] {
  const place = (offset: number, edge: 'start' | 'end'): number => {
    let shift = 0;
    for (const { start, end, length } of replacements) {
      if (offset >= end) shift += length - (end - start);
      else if (offset > start) return start + shift + (edge === 'start' ? 0 : length);
    }
    return offset + shift;
  };
  const moved: StyleSpan[] = [];
  for (const span of spans) {
    const start = Math.max(place(span.start, 'start'), moved.at(-1)?.end ?? 0);
    const end = place(span.end, 'end');
    if (end > start) moved.push({ ...span, start, end });
  }
  return moved;
}
