import type { LogRow, LogRows } from '../../shared/log-views';

export const pageRows = 100;
/** 4,000 rows: what is seen, and a few screens around it. */
const mostPages = 40;

interface Page {
  rows: readonly (LogRow | null)[];
  /** Still shown, and to be asked for again. */
  stale: boolean;
}

/** The rows that a window holds: those around what is seen, in pages. */
export class RowPages {
  private readonly pages = new Map<number, Page>();
  /** Lines that were drawn when rows got other numbers, by the numbers that they are drawn at until what stands there is here. */
  private former = new Map<number, LogRow>();

  /** The line that main has there. */
  rowAt(row: number): LogRow | null {
    return this.pages.get(Math.floor(row / pageRows))?.rows[row % pageRows] ?? null;
  }

  /** The line that is drawn there: while that is not here after rows got other numbers, one that was drawn before. Its key is its own. */
  drawnAt(row: number): LogRow | null {
    return this.rowAt(row) ?? this.former.get(row) ?? null;
  }

  /** It stands right behind all that is here. */
  isNext(row: number): boolean {
    let end = 0;
    for (const [index, { rows }] of this.pages) end = Math.max(end, index * pageRows + rows.length);
    return end > 0 && row >= end && row < end + pageRows;
  }

  lineOf(key: string): LogRow | null {
    for (const { rows } of this.pages.values()) {
      const found = rows.find((row) => row?.key === key);
      if (found) return found;
    }
    for (const line of this.former.values()) if (line.key === key) return line;
    return null;
  }

  /** Which pages of rows [from, to) are to be asked for, in their order. */
  missing(from: number, to: number, rowCount: number): number[] {
    const wanted: number[] = [];
    const last = Math.floor((Math.min(to, rowCount) - 1) / pageRows);
    for (let index = Math.max(0, Math.floor(from / pageRows)); index <= last; index += 1) {
      const page = this.pages.get(index);
      const whole = Math.min(pageRows, rowCount - index * pageRows);
      if (page === undefined || page.stale || page.rows.length < whole) wanted.push(index);
    }
    return wanted;
  }

  /** Takes what was answered to the question for a page. The pages that were asked for longest ago make room. */
  take(index: number, { rows }: LogRows): void {
    this.pages.delete(index);
    this.pages.set(index, { rows, stale: false });
    for (const offset of rows.keys()) this.former.delete(index * pageRows + offset);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= mostPages) return;
      this.pages.delete(oldest);
    }
  }

  /** Takes rows from anywhere, to be shown until their pages are here. */
  takeAround({ from, rows }: Pick<LogRows, 'from' | 'rows'>): void {
    for (let index = Math.floor(from / pageRows); index * pageRows < from + rows.length; index += 1) {
      const begin = index * pageRows - from;
      const before: null[] = Array.from({ length: Math.max(0, -begin) }, () => null);
      const own = [...before, ...rows.slice(Math.max(0, begin), begin + pageRows)];
      this.pages.set(index, { rows: own, stale: before.length > 0 });
    }
  }

  /** The rows may look different now: another search, masked or not. */
  markStale(): void {
    for (const page of this.pages.values()) page.stale = true;
  }

  /** Rows that were not indexed may be now, and lines that were not whole. */
  markPendingStale(): void {
    for (const page of this.pages.values())
      if (page.rows.some((row) => row === null || row.unfinished === true)) page.stale = true;
  }

  /** Rows got other numbers: what is drawn in rows [from, to) stays drawn, by so many rows further down, until new rows come. */
  renumber(from: number, to: number, by: number): void {
    const drawn = new Map<number, LogRow>();
    for (let row = Math.max(0, Math.floor(from)); row < to; row += 1) {
      const line = this.drawnAt(row);
      if (line !== null) drawn.set(row + by, line);
    }
    this.pages.clear();
    this.former = drawn;
  }

  /** All that is in sight is here. */
  forgetFormer(): void {
    this.former.clear();
  }

  clear(): void {
    this.pages.clear();
    this.former.clear();
  }

  get size(): number {
    return this.pages.size;
  }
}
