/** A part of a text that is not to be shown, in UTF-16 offsets, and what stands for it. */
export interface FoundSecret {
  start: number;
  end: number;
  shown: string;
}

/** What stands for a secret; it tells neither its length nor its kind. */
export const secretMark = '•••';
export const homeMark = '~';

/**
 * What a global pattern finds: its group `secret`, which stands behind its group `before` where it has one. What was found is searched
 * again: "Bearer Bearer X" hides X, too.
 */
export function matchesOf(pattern: RegExp, text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { before = '', secret = '' } = match.groups ?? {};
    const start = match.index + before.length;
    found.push({ start, end: start + secret.length, shown: secretMark });
    pattern.lastIndex = Math.max(match.index + 1, before === '' ? start + secret.length : start);
  }
  return found;
}
