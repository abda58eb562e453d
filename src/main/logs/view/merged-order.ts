import { boundsAt, type Column, firstLineAt, timeOf } from './column';

export interface MergedLine {
  /** Index of its column. */
  column: number;
  line: number;
}

/** A window's last rows are merged from the end; others are found by halving. */
const mostWalkedBack = 500;

/** A line's place: where it stands in time, then its column, then its number. */
interface Key extends MergedLine {
  time: number;
}

/**
 * Lines of many files as one list, by time. Nothing is merged but what is asked for: a row is found by halving the blocks, of which only times and
 * counts are in memory, and the files are read where the halving has become too fine for them.
 */
export class MergedOrder {
  constructor(readonly columns: readonly Column[]) {}

  get rowCount(): number {
    return this.columns.reduce(
      (sum, column) => sum + column.lines.count - before(column, column.firstLine),
      0,
    );
  }

  /** The lines in the rows [from, from + count). */
  rows(from: number, count: number): MergedLine[] {
    const most = Math.min(count, this.rowCount - from);
    if (most <= 0) return [];
    const [only] = this.columns;
    if (only !== undefined && this.columns.length === 1) {
      const skipped = before(only, only.firstLine) + from;
      return Array.from({ length: most }, (_, row) => ({
        column: 0,
        line: only.lines.select(skipped + row),
      }));
    }
    const behind = this.rowCount - from;
    if (behind <= mostWalkedBack) return this.walkBack(behind).slice(0, most);
    const { cut, row } = this.cutNear(from);
    return this.walk(cut, from - row, most);
  }

  /** How many rows come before the line: its own row, when it is in the view. */
  rowOf({ column, line }: MergedLine): number {
    const own = this.columns[column];
    if (own === undefined) return 0;
    if (this.columns.length === 1) return this.rowsBefore([line]);
    return this.rowsBefore(
      this.cutAt({ column, line, time: timeOf(own, Math.min(line, own.index.lineCount - 1)) }),
    );
  }

  /** How many rows are placed before the time. */
  rowOfTime(time: number): number {
    return this.rowsBefore(this.columns.map((column) => firstLineAt(column, time, false)));
  }

  /** The earliest of these lines, one or none of each column; the latest, where `last`. */
  first(lines: readonly MergedLine[], last: boolean): MergedLine | null {
    let best: Key | null = null;
    for (const { column, line } of lines) {
      const own = this.columns[column];
      if (own === undefined) continue;
      const key = { column, line, time: timeOf(own, line) };
      if (best === null || isBefore(key, best) !== last) best = key;
    }
    return best;
  }

  /**
   * The first of these lines, one or none of each column, and of those that follow them; the last of those that come before them, where
   * `last`. In their order.
   *
   * @param next the line of its column that follows one, or comes before it; -1 for none
   */
  someOf(
    lines: readonly MergedLine[],
    next: (line: MergedLine) => number,
    { last, most }: { last: boolean; most: number },
  ): MergedLine[] {
    const heads: Key[] = [];
    const add = ({ column, line }: MergedLine): void => {
      const own = this.columns[column];
      if (own === undefined || line === -1) return;
      insert(heads, { column, line, time: timeOf(own, line) }, last ? isAfter : isBefore);
    };
    for (const line of lines) add(line);
    const found: MergedLine[] = [];
    while (found.length < most) {
      const head = heads.pop();
      if (head === undefined) break;
      const line = { column: head.column, line: head.line };
      if (last) found.unshift(line);
      else found.push(line);
      add({ column: head.column, line: next(head) });
    }
    return found;
  }

  /** For each column the first line that does not come before this one. */
  cutOf({ column, line }: MergedLine): number[] {
    const own = this.columns[column];
    if (own === undefined || this.columns.length === 1) return [line];
    return this.cutAt({ column, line, time: timeOf(own, Math.min(line, own.index.lineCount - 1)) });
  }

  private rowsBefore(cut: readonly number[]): number {
    return this.columns.reduce(
      (sum, column, at) =>
        sum + before(column, Math.max(column.firstLine, cut[at] ?? 0)) - before(column, column.firstLine),
      0,
    );
  }

  private cutAt(key: Key): number[] {
    return this.columns.map((column, at) =>
      at === key.column ? key.line : firstLineAt(column, key.time, at < key.column),
    );
  }

  /** A cut through all columns with not much more than a block of each between it and the row, which it comes before. */
  private cutNear(row: number): { cut: number[]; row: number } {
    const low = this.columns.map((column) => column.firstLine);
    const high = this.columns.map((column) => column.index.lineCount);
    let best: Key | null = null;
    for (;;) {
      const pivot = this.pivot(low, high);
      if (pivot === null) break;
      const bounds = this.columns.map((column, at): [number, number] =>
        at === pivot.column ? [pivot.line, pivot.line] : boundsAt(column, pivot.time, at < pivot.column),
      );
      const isAfter = this.rowsBefore(bounds.map(([from]) => from)) > row;
      const isBeforeRow = !isAfter && this.rowsBefore(bounds.map(([, to]) => to)) <= row;
      const exact = isAfter || isBeforeRow ? null : this.cutAt(pivot);
      if (isBeforeRow || (exact !== null && this.rowsBefore(exact) <= row)) {
        best = pivot;
        raise(low, exact ?? bounds.map(([from]) => from));
      } else lower(high, exact ?? bounds.map(([, to]) => to));
    }
    const cut = best === null ? this.columns.map((column) => column.firstLine) : this.cutAt(best);
    raise(
      cut,
      this.columns.map((column) => column.firstLine),
    );
    return { cut, row: this.rowsBefore(cut) };
  }

  /** The beginning of the middle block of the column with the most blocks between the two cuts; null when all have become small. */
  private pivot(low: readonly number[], high: readonly number[]): Key | null {
    let found: MergedLine | null = null;
    let most = 1;
    for (const [at, { index }] of this.columns.entries()) {
      const from = index.blocks.ofLine(low[at] ?? 0);
      const to = index.blocks.ofLine(Math.max(0, (high[at] ?? 0) - 1));
      const line = index.blocks.line((from + to + 1) >>> 1);
      if (to - from < most || line <= (low[at] ?? 0) || line >= (high[at] ?? 0)) continue;
      most = to - from;
      found = { column: at, line };
    }
    const own = found === null ? undefined : this.columns[found.column];
    return found === null || own === undefined ? null : { ...found, time: timeOf(own, found.line) };
  }

  /** The last `count` lines, merged from the end: of hundreds of small files no more than these is looked at. */
  private walkBack(count: number): MergedLine[] {
    const heads: Key[] = [];
    const ranks = this.columns.map((column) => column.lines.count);
    const goBack = (at: number): void => {
      const column = this.columns[at];
      const rank = (ranks[at] ?? 0) - 1;
      if (column === undefined || rank < before(column, column.firstLine)) return;
      ranks[at] = rank;
      const line = column.lines.select(rank);
      insert(heads, { column: at, line, time: timeOf(column, line) }, isAfter);
    };
    for (const at of this.columns.keys()) goBack(at);
    const rows: MergedLine[] = [];
    while (rows.length < count) {
      const last = heads.pop();
      if (last === undefined) break;
      rows.unshift({ column: last.column, line: last.line });
      goBack(last.column);
    }
    return rows;
  }

  /** Merges from the cut on: leaves out `skip` rows and answers with the next `count`. */
  private walk(cut: readonly number[], skip: number, count: number): MergedLine[] {
    const heads: Key[] = [];
    const nexts = this.columns.map((column, at) => before(column, cut[at] ?? 0));
    const advance = (at: number): void => {
      const column = this.columns[at];
      const rank = nexts[at] ?? 0;
      if (column === undefined || rank >= column.lines.count) return;
      nexts[at] = rank + 1;
      const line = column.lines.select(rank);
      insert(heads, { column: at, line, time: timeOf(column, line) }, isBefore);
    };
    for (const at of this.columns.keys()) advance(at);
    const rows: MergedLine[] = [];
    for (let row = 0; row < skip + count; row += 1) {
      const next = heads.pop();
      if (next === undefined) break;
      if (row >= skip) rows.push({ column: next.column, line: next.line });
      advance(next.column);
    }
    return rows;
  }
}

const before = (column: Column, line: number): number => column.lines.rank(line);

const isBefore = (a: Key, b: Key): boolean =>
  a.time !== b.time ? a.time < b.time : a.column !== b.column ? a.column < b.column : a.line < b.line;

const isAfter = (a: Key, b: Key): boolean => isBefore(b, a);

/** Keeps the one that comes first at the end. */
function insert(heads: Key[], key: Key, comesFirst: (a: Key, b: Key) => boolean): void {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = heads[middle];
    if (other !== undefined && comesFirst(key, other)) low = middle + 1;
    else high = middle;
  }
  heads.splice(low, 0, key);
}

function raise(cut: number[], to: readonly number[]): void {
  for (const [at, line] of to.entries()) cut[at] = Math.max(cut[at] ?? 0, line);
}

function lower(cut: number[], to: readonly number[]): void {
  for (const [at, line] of to.entries()) cut[at] = Math.min(cut[at] ?? 0, line);
}
