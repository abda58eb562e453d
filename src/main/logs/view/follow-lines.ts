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
  /** In so many ms a line that is not whole will have rested long enough to be told; Infinity where there is none. */
  restsInMs: number;
  /** Files that were read for it. */
  from: LogFile[];
  /** They were not told after all: they could not be read. */
  undo: () => void;
}

/** A follower that is so far behind is told the newest lines, and how many it missed. */
const mostBehindLines = 200_000;

/** A line that is not whole, and that nothing was added to for so long, is told as it is: who wrote it may have ended. */
const restMs = 2_000;

/** How far a follower was told a file. */
interface ToldTo {
  offset: number;
  /** Of the line that begins there and is not whole, so many bytes of the file need not be told; Infinity once it was told. It is told again when it is whole. */
  openTo: number;
}

const nothingTold: Readonly<ToldTo> = { offset: 0, openTo: 0 };

/** Lines of a file that were not told. */
interface Untold {
  file: LogFile;
  column: Column;
  /** The last one is not whole. */
  endsOpen: boolean;
}

/** How far a view's follower has been told each file. */
export class FollowLines {
  private readonly told = new WeakMap<LogFile, Readonly<ToldTo>>();

  constructor(
    private readonly tables: TableCache,
    private readonly now: () => number,
  ) {}

  /** What is in the file now was there before the follower came. */
  begin(file: LogFile): void {
    const { wholeTo, indexedTo } = file.end ?? file.index;
    this.told.set(file, { offset: wholeTo, openTo: indexedTo });
  }

  /** A file that appeared while following: all of it is new, but for what it has of another one. */
  add(file: LogFile, continues: Continuation | null): void {
    if (this.told.has(file)) return;
    const before = continues === null ? nothingTold : this.toldOf(continues.of);
    const offset = Math.min(before.offset, continues?.commonBytes ?? 0);
    this.told.set(file, { offset, openTo: offset === before.offset ? before.openTo : 0 });
  }

  /** The next whole lines that were not told, the earliest first; they count as told. */
  take(files: readonly FollowedFile[], most: number): TakenLines {
    const now = this.now();
    let restsInMs = Number.POSITIVE_INFINITY;
    const untold: Untold[] = [];
    // What comes behind lines that are not indexed yet waits for them, also where it is in the next file.
    const waiting = new Set(
      files.filter(({ file }) => this.isWaiting(file)).map(({ file }) => file.sourceId),
    );
    for (const each of files) {
      if (waiting.has(each.file.sourceId)) continue;
      const leftMs = this.hasUntoldOpenLine(each.file) ? each.file.modifiedAt + restMs - now : Infinity;
      if (leftMs > 0) restsInMs = Math.min(restsInMs, leftMs);
      const lines = this.untold(each, leftMs <= 0);
      if (lines !== null) untold.push(lines);
    }
    const order = new MergedOrder(untold.map(({ column }) => column));
    const all = order.rowCount;
    const skipped = all > mostBehindLines ? all - most : 0;
    const taken = order.rows(skipped, most);
    const before = untold.map(({ file }) => ({ file, told: this.toldOf(file) }));
    for (const [at, { file, column, endsOpen }] of untold.entries()) {
      const own = taken.filter((row) => row.column === at);
      const last = own[own.length - 1]?.line;
      // All that stands before the last one told, chosen or not, is done with.
      if (all <= skipped + most) this.told.set(file, toldTo(file.index.wholeTo, endsOpen));
      else if (last !== undefined)
        this.told.set(file, toldTo(offsetOf(column, last + 1), last >= file.index.wholeLineCount));
    }
    const lines = taken.flatMap(({ column, line }): ViewLine[] => {
      const file = untold[column]?.file;
      return file === undefined ? [] : [{ file, index: file.index, line }];
    });
    const undo = (): void => {
      for (const { file, told } of before) this.told.set(file, told);
    };
    const from = untold.map(({ file }) => file);
    return { lines, skipped, more: all > skipped + most, restsInMs, from, undo };
  }

  /** A large file's end is told once all before it is known. */
  private isWaiting(file: LogFile): boolean {
    return file.end !== null && file.end.wholeTo > this.toldOf(file).offset;
  }

  private toldOf(file: LogFile): Readonly<ToldTo> {
    return this.told.get(file) ?? nothingTold;
  }

  /** Ends in a line that is not whole, and that was not told. */
  private hasUntoldOpenLine(file: LogFile): boolean {
    const { lineCount, wholeLineCount, wholeTo, indexedTo } = file.index;
    const { offset, openTo } = this.toldOf(file);
    return file.end === null && lineCount > wholeLineCount && (offset < wholeTo || openTo < indexedTo);
  }

  private untold({ file, whole }: FollowedFile, endsOpen: boolean): Untold | null {
    const { offset } = this.toldOf(file);
    const { index } = file;
    if (index.wholeTo <= offset && !endsOpen) return null;
    const table = (block: number) => this.tables.get(index, block, file.read);
    const firstLine = lineAtOffset(index, offset, table);
    const lines = upTo(whole, endsOpen ? index.lineCount : index.wholeLineCount);
    return { file, column: { index, lines, firstLine, table }, endsOpen };
  }
}

const toldTo = (offset: number, withOpenLine: boolean): Readonly<ToldTo> => ({
  offset,
  openTo: withOpenLine ? Number.POSITIVE_INFINITY : 0,
});

/** The first so many lines. */
function upTo({ lines }: FilteredLines, lineCount: number): LineSet {
  const count = lines.rank(lineCount);
  return { count, rank: (line) => Math.min(count, lines.rank(line)), select: (rank) => lines.select(rank) };
}

function offsetOf(column: Column, line: number): number {
  if (line >= column.index.lineCount) return column.index.wholeTo;
  const table = column.table(column.index.blocks.ofLine(line));
  return table.offsets[line - table.firstLine] ?? column.index.wholeTo;
}
