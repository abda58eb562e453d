import type { LogText } from '../../../shared/log-views';
import type { RowReader } from '../view/row-reader';
import type { ViewLine, ViewLines } from '../view/view-lines';

const mostLines = 2_000;
const mostCharacters = 2 ** 20;

/** The view's rows [from, to) as text. */
export function readRows(rows: ViewLines, from: number, to: number, reader: RowReader): LogText {
  const lines = rows.rows(from, Math.min(to - from, mostLines));
  return joined(lines, reader, to - from > mostLines && from + mostLines < rows.rowCount);
}

/** The whole entry that a line belongs to, as it stands in its file. */
export function readEntry({ file, index, line }: ViewLine, reader: RowReader): LogText {
  let first = line;
  while (first > 0 && !index.marks.starts(first)) first -= 1;
  const lines: ViewLine[] = [];
  let next = first;
  do {
    lines.push({ file, index, line: next });
    next += 1;
  } while (next < index.lineCount && !index.marks.starts(next) && lines.length < mostLines);
  return joined(lines, reader, lines.length === mostLines);
}

function joined(lines: readonly (ViewLine | null)[], reader: RowReader, isCut: boolean): LogText {
  const texts: string[] = [];
  let characters = 0;
  for (const line of lines) {
    const text = line === null ? undefined : reader.read(line)?.text;
    if (text === undefined) continue;
    characters += text.length + 1;
    if (characters > mostCharacters) break;
    texts.push(text);
  }
  return { text: texts.join('\n'), rows: texts.length, truncated: isCut || texts.length < lines.length };
}
