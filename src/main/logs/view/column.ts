import type { LineIndex } from '../index/line-index';
import type { LineTable } from '../index/line-table';
import type { LineSet } from './line-set';
import type { TableCache } from './table-cache';
import type { ViewLine } from './view-lines';

/** One file's part of a view. */
export interface Column {
  readonly index: LineIndex;
  readonly lines: LineSet;
  /** Lines before this one are not part of it. */
  readonly firstLine: number;
  readonly table: (block: number) => LineTable;
}

/** Where a line is placed in time. */
export function timeOf({ index, table }: Pick<Column, 'index' | 'table'>, line: number): number {
  // Asked of each file when a view's end is shown: no block need be read for it.
  if (line === index.lineCount - 1) return index.lastTime;
  const { times, firstLine } = table(index.blocks.ofLine(line));
  return times[line - firstLine] ?? index.lastTime;
}

/** Where a line is placed in time, whatever a view shows of its file. */
export const timeOfLine = ({ file, index, line }: ViewLine, tables: TableCache): number =>
  timeOf({ index, table: (block) => tables.get(index, block, file.read) }, line);

/**
 * The first line that is placed at `time` or later (after it, where `after`); reads one block at most. A file's lines are in order of time.
 */
export function firstLineAt(column: Column, time: number, after: boolean): number {
  const { index } = column;
  if (after ? index.lastTime <= time : index.lastTime < time) return index.lineCount;
  const [low, high] = boundsAt(column, time, after);
  if (low === high) return low;
  const table = column.table(index.blocks.ofLine(low));
  let from = 0;
  let to = high - low;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const placed = table.times[middle] ?? index.lastTime;
    if (after ? placed <= time : placed < time) from = middle + 1;
    else to = middle;
  }
  return low + from;
}

/** Between which lines that first line is, by what is in memory: within one block. */
export function boundsAt({ index }: Column, time: number, after: boolean): [number, number] {
  const { blocks, lineCount, lastTime } = index;
  if (after ? lastTime <= time : lastTime < time) return [lineCount, lineCount];
  const begun = blocks.beginningBefore(time, after);
  if (begun === 0) return [0, 0];
  return [blocks.line(begun - 1), begun < blocks.count ? blocks.line(begun) : lineCount];
}
