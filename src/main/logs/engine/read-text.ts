import type { LogText } from '../../../shared/log-views';
import type { RowReader } from '../view/row-reader';
import type { ViewLine, ViewLines } from '../view/view-lines';

const mostLines = 2_000;
/** Above a line of an entry that is longer than that: what a job prints for hours is one. */
const mostLinesAbove = mostLines / 2;
const mostCharacters = 2 ** 20;

/** The view's rows [from, to) as text. */
export function readRows(rows: ViewLines, from: number, to: number, reader: RowReader): LogText {
  const lines = rows.rows(from, Math.min(to - from, mostLines));
  return joined(lines, reader, to - from > mostLines && from + mostLines < rows.rowCount);
}

/** The whole entry that a line belongs to, as it stands in its file; of a very long one the part around the line. */
export function readEntry({ file, index, line }: ViewLine, reader: RowReader): LogText {
  let first = line;
  while (first > 0 && !index.marks.starts(first) && line - first < mostLinesAbove) first -= 1;
  const lines: ViewLine[] = [];
  let next = first;
  do {
    lines.push({ file, index, line: next });
    next += 1;
  } while (next < index.lineCount && !index.marks.starts(next) && lines.length < mostLines);
  return joined(lines, reader, lines.length === mostLines || (first > 0 && !index.marks.starts(first)));
}

/** One line, up to 1 MiB of it. */
export function readLine(line: ViewLine, reader: RowReader): LogText {
  const { text, cutBytes } = reader.text(line) ?? { text: '', cutBytes: 0 };
  return { text, rows: 1, truncated: false, cutBytes };
}

function joined(lines: readonly (ViewLine | null)[], reader: RowReader, isCut: boolean): LogText {
  const texts: string[] = [];
  let characters = 0;
  let cutBytes = 0;
  for (const line of lines) {
    const read = line === null ? null : reader.text(line);
    if (read === null) continue;
    characters += read.text.length + 1;
    if (characters > mostCharacters && texts.length > 0) break;
    texts.push(read.text + moreWords(read.cutBytes));
    cutBytes += read.cutBytes;
  }
  return {
    text: texts.join('\n'),
    rows: texts.length,
    truncated: isCut || texts.length < lines.length,
    cutBytes,
  };
}

const moreWords = (bytes: number): string =>
  bytes === 0 ? '' : ` … (${bytes.toLocaleString('en-GB')} bytes more)`;
