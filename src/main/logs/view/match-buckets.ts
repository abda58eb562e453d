import { searchBucketCount } from '../../../shared/log-views';
import type { FileMatches } from '../search/file-matches';
import type { MergedOrder } from './merged-order';

/** Up to so many matches each one's row is found; of more, the rows of whole blocks are counted. */
const mostExact = 300;

export interface ColumnMatches {
  matches: FileMatches;
  /** The view's lines among them, as FilteredLines.words. */
  words: ((word: number) => number) | null;
}

/** How many matching rows there are in each part of the view. */
export function bucketsOf(
  order: MergedOrder,
  found: readonly (ColumnMatches | null)[],
  matched: number,
): number[] {
  const buckets = Array.from({ length: searchBucketCount }, () => 0);
  const { rowCount } = order;
  const add = (row: number, count: number): void => {
    const bucket = Math.min(
      searchBucketCount - 1,
      Math.floor((row / Math.max(1, rowCount)) * searchBucketCount),
    );
    buckets[bucket] = (buckets[bucket] ?? 0) + count;
  };
  if (matched <= mostExact) addEach(order, found, add);
  else addBlocks(order, found, add);
  return buckets;
}

type Add = (row: number, count: number) => void;

function addEach(order: MergedOrder, found: readonly (ColumnMatches | null)[], add: Add): void {
  for (const [column, each] of found.entries()) {
    if (each === null) continue;
    let line = each.matches.find(0, true, each.words);
    while (line !== -1) {
      add(order.rowOf({ column, line }), 1);
      line = each.matches.find(line + 1, true, each.words);
    }
  }
}

/** Goes through all blocks in the order of their times: as many rows stand before a block as those before it have. */
function addBlocks(order: MergedOrder, found: readonly (ColumnMatches | null)[], add: Add): void {
  const blocks: { column: number; from: number; to: number; floor: number }[] = [];
  for (const [column, { index }] of order.columns.entries()) {
    for (let block = 0; block < index.blocks.count; block += 1) {
      const from = index.blocks.line(block);
      blocks.push({ column, from, to: from + index.linesOf(block), floor: index.blocks.floor(block) });
    }
  }
  if (order.columns.length > 1) blocks.sort((a, b) => a.floor - b.floor);
  let rows = 0;
  for (const { column, from, to } of blocks) {
    const own = order.columns[column];
    if (own === undefined) continue;
    const blockRows = own.lines.rank(to) - own.lines.rank(from);
    const each = found[column];
    if (each) {
      const count = each.matches.count(from, to, each.words);
      if (count > 0) add(rows + blockRows / 2, count);
    }
    rows += blockRows;
  }
}
