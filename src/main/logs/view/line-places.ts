import { type LogAnchor, logKeyParts, type LogPlace } from '../../../shared/log-views';
import type { LogFile } from '../follow/log-file';
import { lineAtOffset } from './line-at-offset';
import { newestFailure } from './newest-failure';
import type { TableCache } from './table-cache';
import type { ViewLine, ViewLines } from './view-lines';

/** A view at one moment: what its lines' keys, rows and times are told by. */
export interface PlacedLines {
  revision: number;
  lines: ViewLines;
  files: readonly LogFile[];
  tables: TableCache;
}

/** Where an anchor is among the rows. */
export function placeOf(placed: PlacedLines, anchor: LogAnchor): LogPlace {
  const { lines, files, tables } = placed;
  const at = (row: number, exact: boolean): LogPlace =>
    placeAtRow(placed, Math.max(0, Math.min(row, lines.rowCount - 1)), exact);
  const atLine = (line: ViewLine | null): LogPlace => {
    if (line === null) return at(lines.rowCount - 1, false);
    const { row, exact } = lines.rowOf(line);
    return at(row, exact);
  };
  if (anchor === 'start') return at(0, true);
  if (anchor === 'end') return at(lines.rowCount - 1, true);
  if (anchor === 'failure') return atLine(newestFailure(files, tables));
  if ('at' in anchor) return at(lines.rowOfTime(anchor.at), true);
  return atLine(lineOfKey(placed, anchor.key));
}

export const placeAtRow = (placed: PlacedLines, row: number, exact: boolean): LogPlace => ({
  revision: placed.revision,
  row,
  key: keyOfRow(placed, row),
  exact,
});

/** The line that a key names; null where its file is not in the view. */
export function lineOfKey({ files, tables }: PlacedLines, key: string): ViewLine | null {
  const { file: id, offset } = logKeyParts(key);
  const file = files.find((each) => each.id === id);
  if (file === undefined) return null;
  const index = file.end !== null && offset >= file.end.start.offset ? file.end : file.index;
  const line = lineAtOffset(index, offset, (block) => tables.get(index, block, file.read));
  return { file, index, line: Math.max(0, Math.min(line, index.lineCount - 1)) };
}

function keyOfRow({ lines, tables }: PlacedLines, row: number): string | null {
  const line = lines.rows(row, 1)[0] ?? null;
  if (line === null) return null;
  const { file, index } = line;
  const table = tables.get(index, index.blocks.ofLine(line.line), file.read);
  return `${file.id}:${table.offsets[line.line - table.firstLine] ?? 0}`;
}
