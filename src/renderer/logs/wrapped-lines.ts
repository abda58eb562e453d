/** More lines than a screen has: a text of a million need not be counted. */
const mostLines = 200;

/** Characters of a line, where no page tells how wide one is. */
const usualColumns = 110;

/** How many lines a text has when they are wrapped at so many characters. */
export function linesOf(text: string, columns = usualColumns): number {
  const lines = text.split('\n', mostLines);
  const wrapped = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
  return Math.min(mostLines, wrapped);
}

/** How many lines high the wrapped text of a field is; null where the page has no layout. */
export function linesHigh(field: HTMLTextAreaElement): number | null {
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
  const { rows } = field;
  // A scroll bar that is there for now would wrap the text sooner; and no text is lower than its field.
  field.style.overflow = 'hidden';
  field.rows = 1;
  const heightPx = field.scrollHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
  field.rows = rows;
  field.style.overflow = '';
  const lines = Math.ceil(heightPx / Number.parseFloat(lineHeight) - 0.1);
  return lines > 0 ? Math.min(mostLines, lines) : null;
}
