/** A block is closed after this many lines, */
export const blockLines = 256;
/** or when a line begins this far behind its beginning: every line of a block begins within it. */
export const blockBytes = 256 * 1024;

/**
 * The places in a file from which lines can be read without what is before them: 29 bytes for every 256 lines, 1.2 MB for ten million lines.
 */
export class Blocks {
  count = 0;
  private offsets = new Float64Array(8);
  private floors = new Float64Array(8);
  private ats = new Float64Array(8);
  private lines = new Float64Array(8);
  private states = new Uint8Array(8);

  /**
   * @param offset where its first line begins
   * @param line that line's number, from 0
   * @param floor no line of the block is placed earlier, and none of an earlier block later; ms since the epoch
   * @param at the time of the entry that goes on from the block before; NaN for none
   * @param state that entry's, packed
   */
  push(offset: number, line: number, floor: number, at: number, state: number): void {
    if (this.count === this.offsets.length) this.grow();
    const { count } = this;
    this.offsets[count] = offset;
    this.lines[count] = line;
    this.floors[count] = floor;
    this.ats[count] = at;
    this.states[count] = state;
    this.count += 1;
  }

  pop(): void {
    this.count -= 1;
  }

  /** Makes two of a block: the second begins at this line, with its first one's floor. */
  split(block: number, offset: number, line: number, at: number, state: number): void {
    this.push(offset, line, this.floor(block), at, state);
    for (const values of [this.offsets, this.floors, this.ats, this.lines, this.states]) {
      const added = values[this.count - 1] ?? 0;
      values.copyWithin(block + 2, block + 1, this.count - 1);
      values[block + 1] = added;
    }
  }

  raise(block: number, floor: number): void {
    this.floors[block] = floor;
  }

  offset(block: number): number {
    return this.offsets[block] ?? 0;
  }

  line(block: number): number {
    return this.lines[block] ?? 0;
  }

  floor(block: number): number {
    return this.floors[block] ?? 0;
  }

  at(block: number): number {
    return this.ats[block] ?? Number.NaN;
  }

  state(block: number): number {
    return this.states[block] ?? 0;
  }

  /** The block that holds the line; 0 for one before the first. */
  ofLine(line: number): number {
    return this.last(this.lines, (value) => value <= line);
  }

  ofOffset(offset: number): number {
    return this.last(this.offsets, (value) => value <= offset);
  }

  /** How many blocks begin with a floor that is less than `time` (or not more, where `orEqual`). */
  beginningBefore(time: number, orEqual: boolean): number {
    if (this.count === 0) return 0;
    const isBefore = (floor: number): boolean => floor < time || (orEqual && floor === time);
    if (!isBefore(this.floor(0))) return 0;
    return this.last(this.floors, isBefore) + 1;
  }

  private last(values: Float64Array, holds: (value: number) => boolean): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (holds(values[middle] ?? 0)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private grow(): void {
    const size = this.offsets.length * 2;
    const larger = (values: Float64Array) => {
      const copy = new Float64Array(size);
      copy.set(values);
      return copy;
    };
    this.offsets = larger(this.offsets);
    this.floors = larger(this.floors);
    this.ats = larger(this.ats);
    this.lines = larger(this.lines);
    const states = new Uint8Array(size);
    states.set(this.states);
    this.states = states;
  }
}
