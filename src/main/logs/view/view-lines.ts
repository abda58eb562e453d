import type { LogFile } from '../follow/log-file';
import type { LineIndex } from '../index/line-index';
import { type Column, firstLineAt } from './column';
import type { FilteredLines } from './line-filter';
import { MergedOrder } from './merged-order';
import type { TableCache } from './table-cache';

/** A line of a file, in one of its indexes. */
export interface ViewLine {
  file: LogFile;
  index: LineIndex;
  line: number;
}

export interface ViewFile {
  file: LogFile;
  whole: FilteredLines;
  /** Of the file's end, while the whole is being indexed. */
  end: FilteredLines | null;
}

/** A line's bytes where nothing is known of a file yet. */
const usualLineBytes = 100;

/**
 * The rows of a view. As long as a large file is being indexed there are three parts: what is indexed from the beginning (of one file
 * alone), rows that are only estimated, and the ends of all files, which are exact among themselves.
 */
export class ViewLines {
  readonly rowCount: number;
  readonly pending: { from: number; count: number } | null;
  /** Lines from this time on are all known; earlier ones may be among those that are estimated. */
  readonly knownFrom: number;
  private readonly order: MergedOrder;
  private readonly head: MergedOrder | null = null;

  /** @param estimate how many rows were estimated to stand before the ends; null for none until now */
  constructor(
    private readonly files: readonly ViewFile[],
    private readonly tables: TableCache,
    estimate: number | null,
  ) {
    const ends = files.filter(({ end }) => end !== null);
    if (ends.length === 0) {
      this.order = new MergedOrder(files.map((file) => this.column(file, false, 0)));
      this.pending = null;
      this.knownFrom = Number.NEGATIVE_INFINITY;
      this.rowCount = this.order.rowCount;
      return;
    }
    const knownFrom = Math.max(...ends.map(({ file }) => file.end?.start.floor ?? 0));
    this.knownFrom = knownFrom;
    const columns = files.map((each) => {
      const column = this.column(each, each.end !== null, 0);
      return {
        ...column,
        firstLine: ends.length === 1 && files.length === 1 ? 0 : firstLineAt(column, knownFrom, false),
      };
    });
    this.order = new MergedOrder(columns);
    const [only] = files;
    if (only !== undefined && files.length === 1) this.head = new MergedOrder([this.column(only, false, 0)]);
    const headRows = this.head?.rowCount ?? 0;
    const before = Math.max(headRows, estimate ?? this.estimate(columns));
    this.pending = { from: headRows, count: before - headRows };
    this.rowCount = before + this.order.rowCount;
  }

  /** How many rows stand before the ends; null where all is indexed. */
  get estimated(): number | null {
    return this.pending === null ? null : this.pending.from + this.pending.count;
  }

  get columns(): readonly Column[] {
    return this.order.columns;
  }

  get merged(): MergedOrder {
    return this.order;
  }

  /** The lines in the rows [from, from + count); null for those that are estimated. */
  rows(from: number, count: number): (ViewLine | null)[] {
    const to = Math.min(from + count, this.rowCount);
    const rows: (ViewLine | null)[] = [];
    const { pending } = this;
    const headEnd = pending === null ? 0 : pending.from;
    const endsFrom = pending === null ? 0 : pending.from + pending.count;
    if (this.head !== null && from < headEnd) {
      rows.push(...this.linesOf(this.head, from, Math.min(to, headEnd) - from, false));
    }
    while (from + rows.length < Math.min(to, endsFrom)) rows.push(null);
    const next = from + rows.length;
    if (next < to) rows.push(...this.linesOf(this.order, next - endsFrom, to - next, pending !== null));
    return rows;
  }

  /** The row of a line, or of the nearest behind it that is in the view. */
  rowOf({ file, index, line }: ViewLine): { row: number; exact: boolean } {
    const column = this.files.findIndex((each) => each.file === file);
    const before = this.estimated ?? 0;
    const own = this.order.columns[column];
    if (own === undefined) return { row: this.rowCount - 1, exact: false };
    if (own.index === index) {
      const exact = own.lines.select(own.lines.rank(line)) === line && line >= own.firstLine;
      return { row: before + this.order.rowOf({ column, line }), exact };
    }
    const head = this.head?.columns[0];
    if (this.head === null || head === undefined) return { row: Math.max(0, before - 1), exact: false };
    return {
      row: this.head.rowOf({ column: 0, line }),
      exact: head.lines.select(head.lines.rank(line)) === line,
    };
  }

  rowOfTime(time: number): number {
    if (this.head !== null && this.order.rowOfTime(time) === 0) return this.head.rowOfTime(time);
    return (this.estimated ?? 0) + this.order.rowOfTime(time);
  }

  private linesOf(order: MergedOrder, from: number, count: number, ends: boolean): (ViewLine | null)[] {
    return order.rows(from, count).map(({ column, line }) => {
      const each = this.files[column];
      if (each === undefined) return null;
      const { file } = each;
      return { file, index: ends ? (file.end ?? file.index) : file.index, line };
    });
  }

  private column({ file, whole, end }: ViewFile, ofEnd: boolean, firstLine: number): Column {
    const index = ofEnd ? (file.end ?? file.index) : file.index;
    const { lines } = ofEnd && end !== null ? end : whole;
    return { index, lines, firstLine, table: (block) => this.tables.get(index, block, file.read) };
  }

  private estimate(columns: readonly Column[]): number {
    let rows = 0;
    for (const [at, { file }] of this.files.entries()) {
      const column = columns[at];
      if (column === undefined) continue;
      if (file.end === null) {
        rows += column.lines.rank(column.firstLine);
        continue;
      }
      const known = column.index.lineCount;
      const bytes = known === 0 ? usualLineBytes : (file.size - file.end.start.offset) / known;
      const share = known === 0 ? 1 : column.lines.count / known;
      rows += Math.round((file.end.start.offset / bytes) * share);
    }
    return rows;
  }
}
