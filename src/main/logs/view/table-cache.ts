import type { LineIndex, ReadAt } from '../index/line-index';
import { type LineTable, readLineTable } from '../index/line-table';

/** Blocks taken apart, each about 8 KB: what two screens of a view merged from 200 files need. */
const mostTables = 512;

interface Known {
  table: LineTable;
  end: number;
  floor: number;
}

/** Keeps the blocks that were asked for last. A block that grew since, or is placed later in time, is read again. */
export class TableCache {
  private readonly tables = new Map<LineIndex, Map<number, Known>>();
  private count = 0;

  get(index: LineIndex, block: number, read: ReadAt): LineTable {
    const ofIndex = this.tables.get(index) ?? new Map<number, Known>();
    const known = ofIndex.get(block);
    const end = index.endOf(block);
    const floor = index.blocks.floor(block);
    if (known !== undefined && known.end === end && known.floor === floor) return known.table;
    if (known === undefined && (this.count += 1) > mostTables) this.clear();
    const table = readLineTable(index, block, read);
    ofIndex.set(block, { table, end, floor });
    this.tables.set(index, ofIndex);
    return table;
  }

  private clear(): void {
    this.tables.clear();
    this.count = 1;
  }
}
