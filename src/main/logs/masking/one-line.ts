import { displayLine, type DisplayOptions } from '../formats/display-line';

type Mask = NonNullable<DisplayOptions['mask']>;

/** For an owner who wants to see what is masked. */
export const unmasked: Mask = (text) => ({ text, replacements: [] });

/** What somebody else wrote, as it may stand where there is little room: masked as a log's lines are, on one line, and cut. */
export function oneLine(written: string, mask: Mask, mostCharacters: number): string {
  // First of all: a secret may stand on the line below its name.
  const line = Buffer.from(written.replace(/\s+/g, ' ').trim());
  const { text, cutBytes } = displayLine(line, { mask, mostCharacters });
  return cutBytes > 0 ? `${text.trimEnd()}…` : text;
}
