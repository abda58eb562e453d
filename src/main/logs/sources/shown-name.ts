import { displayLine, type DisplayOptions } from '../formats/display-line';

type Mask = NonNullable<DisplayOptions['mask']>;

/** More of an entrypoint would fill the line that it stands before. */
export const mostNameCharacters = 80;

/** For an owner who wants to see what is masked. */
export const unmasked: Mask = (text) => ({ text, replacements: [] });

/** A name that somebody else chose, as it may stand before the lines of its log: masked as they are, on one line, and cut. */
export function shownName(name: string, mask: Mask, mostCharacters = mostNameCharacters): string {
  // First of all: a secret may stand on the line below its name.
  const line = Buffer.from(name.replace(/\s+/g, ' ').trim());
  const { text, cutBytes } = displayLine(line, { mask, mostCharacters });
  return cutBytes > 0 ? `${text.trimEnd()}…` : text;
}
