/**
 * A table of fixed size that forgets its oldest column for a new one. A column is a moment, a row is a series; NaN stands for what was not
 * told. Memory is taken once: 8 bytes a column for its time and 4 for each value, whose 24 bits of mantissa show 48 GB to 4 KB.
 */
export class ColumnRing {
  private readonly times: Float64Array;
  private readonly values: Float32Array;
  private first = 0;
  private count = 0;

  constructor(
    private readonly capacity: number,
    private readonly rowCount: number,
  ) {
    this.times = new Float64Array(capacity);
    this.values = new Float32Array(capacity * rowCount);
  }

  get length(): number {
    return this.count;
  }

  get byteLength(): number {
    return this.times.byteLength + this.values.byteLength;
  }

  /** Column 0 is the oldest. NaN where there is none. */
  timeOf(column: number): number {
    if (column < 0 || column >= this.count) return Number.NaN;
    return this.times[this.slotOf(column)] ?? Number.NaN;
  }

  get newestTime(): number {
    return this.timeOf(this.count - 1);
  }

  valueOf(column: number, row: number): number {
    if (column < 0 || column >= this.count) return Number.NaN;
    return this.values[this.slotOf(column) * this.rowCount + row] ?? Number.NaN;
  }

  /** Adds a column of which nothing is told yet, after all others. */
  begin(time: number): void {
    if (this.count === this.capacity) this.first = (this.first + 1) % this.capacity;
    else this.count += 1;
    const slot = this.slotOf(this.count - 1);
    this.times[slot] = time;
    this.values.fill(Number.NaN, slot * this.rowCount, (slot + 1) * this.rowCount);
  }

  /** Of the newest column. */
  tell(row: number, value: number): void {
    if (this.count === 0) return;
    this.values[this.slotOf(this.count - 1) * this.rowCount + row] = value;
  }

  /** Forgets every column later than this. */
  dropAfter(time: number): void {
    while (this.count > 0 && this.newestTime > time) this.count -= 1;
  }

  private slotOf(column: number): number {
    return (this.first + column) % this.capacity;
  }
}
