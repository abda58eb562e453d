import { tellingWords } from './known-problems';

const needles = tellingWords.map((word) => Buffer.from(word, 'latin1'));

/**
 * Where in [from, to) a line may tell of a problem: offsets of telling words, in order. Each word is looked for by the runtime's own search, at
 * memory speed; a chunk should end at a line's end, for a word that is cut in two is not found.
 */
export function tellingOffsets(bytes: Uint8Array, from = 0, to = bytes.length): number[] {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
  const found: number[] = [];
  for (const needle of needles) {
    for (let at = part.indexOf(needle); at !== -1; at = part.indexOf(needle, at + needle.length)) {
      found.push(from + at);
    }
  }
  return found.sort((a, b) => a - b);
}
