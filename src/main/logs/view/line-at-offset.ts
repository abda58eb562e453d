import type { LineIndex } from '../index/line-index';
import type { Column } from './column';

/** The line that begins at the offset, or else the one that goes over it. */
export function lineAtOffset(index: LineIndex, offset: number, table: Column['table']): number {
  if (index.blocks.count === 0 || offset >= index.indexedTo) return index.lineCount;
  const block = index.blocks.ofOffset(offset);
  const { offsets, firstLine } = table(block);
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((offsets[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return firstLine + low;
}
