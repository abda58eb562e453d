import type { LogFile } from '../follow/log-file';
import type { Continuation } from '../follow/source-files';
import type { Column } from './column';
import { lineAtOffset } from './line-at-offset';
import type { FilteredLines } from './line-filter';
import { MergedOrder } from './merged-order';
import type { LineSet } from './line-set';
import type { TableCache } from './table-cache';
import type { ViewLine } from './view-lines';

export interface FollowedFile {
  file: LogFile;
  whole: FilteredLines;
}

export interface TakenLines {
  lines: ViewLine[];
  skipped: number;
  more: boolean;
  /** Files that were read for it. */
  from: LogFile[];
  /** They were not told after all: they could not be read. */
  undo: () => void;
}

/** A follower that is so far behind is told the newest lines, and how many it missed. */
const mostBehindLines = 200_000;

/** How far a view's follower has been told each file. */
export class FollowLines {
  private readonly told = new WeakMap<LogFile, number>();

  constructor(private readonly tables: TableCache) {}

  /** What is in the file now was there before the follower came. */
  begin(file: LogFile): void {
    this.told.set(file, (file.end ?? file.index).wholeTo);
  }

  /** A file that appeared while following: all of it is new, but for what it has of another one. */
  add(file: LogFile, continues: Continuation | null): void {
    if (this.told.has(file)) return;
    const before = continues === null ? 0 : (this.told.get(continues.of) ?? 0);
    this.told.set(file, continues === null ? 0 : Math.min(before, continues.commonBytes));
  }

  /** The next whole lines that were not told, the earliest first; they count as told. */
  take(files: readonly FollowedFile[], most: number): TakenLines {
    const columns: Column[] = [];
    const sources: FollowedFile[] = [];
    // What comes behind lines that are not indexed yet waits for them, also where it is in the next file.
    const waiting = new Set(
      files.filter(({ file }) => this.isWaiting(file)).map(({ file }) => file.sourceId),
    );
    for (const each of files) {
      const column = waiting.has(each.file.sourceId) ? null : this.untold(each);
      if (column === null) continue;
      columns.push(column);
      sources.push(each);
    }
    const order = new MergedOrder(columns);
    const all = order.rowCount;
    const skipped = all > mostBehindLines ? all - most : 0;
    const taken = order.rows(skipped, most);
    const before = sources.map(({ file }) => ({ file, offset: this.told.get(file) ?? 0 }));
    for (const [at, { file }] of sources.entries()) {
      const column = columns[at];
      const mine = taken.filter((row) => row.column === at);
      const last = mine.at(-1)?.line;
      // All that stands before the last one told, chosen or not, is done with.
      if (all <= skipped + most) this.told.set(file, file.index.wholeTo);
      else if (last !== undefined && column !== undefined) this.told.set(file, offsetOf(column, last + 1));
    }
    const lines = taken.flatMap(({ column, line }): ViewLine[] => {
      const each = sources[column];
      return each === undefined ? [] : [{ file: each.file, index: each.file.index, line }];
    });
    const undo = (): void => {
      for (const { file, offset } of before) this.told.set(file, offset);
    };
    return { lines, skipped, more: all > skipped + most, from: sources.map(({ file }) => file), undo };
  }

  /** A large file's end is told once all before it is known. */
  private isWaiting(file: LogFile): boolean {
    return file.end !== null && file.end.wholeTo > (this.told.get(file) ?? 0);
  }

  private untold({ file, whole }: FollowedFile): Column | null {
    const told = this.told.get(file) ?? 0;
    const { index } = file;
    if (index.wholeTo <= told) return null;
    const table = (block: number) => this.tables.get(index, block, file.read);
    const firstLine = lineAtOffset(index, told, table);
    return { index, lines: wholeOnly(whole, index.wholeLineCount), firstLine, table };
  }
}

/** Without the line that is not whole yet. */
function wholeOnly({ lines }: FilteredLines, wholeLines: number): LineSet {
  const count = lines.rank(wholeLines);
  return { count, rank: (line) => Math.min(count, lines.rank(line)), select: (rank) => lines.select(rank) };
}

function offsetOf(column: Column, line: number): number {
  if (line >= column.index.lineCount) return column.index.wholeTo;
  const table = column.table(column.index.blocks.ofLine(line));
  return table.offsets[line - table.firstLine] ?? column.index.wholeTo;
}
