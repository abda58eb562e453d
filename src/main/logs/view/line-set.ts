/** Lines of one file, in order. */
export interface LineSet {
  readonly count: number;
  /** How many of them come before the line. */
  rank(line: number): number;
  /** The line that `rank` others come before; the number of all lines where there is none. */
  select(rank: number): number;
}

/** All lines of what may grow. */
export const allLines = (of: { readonly lineCount: number }): LineSet => ({
  get count() {
    return of.lineCount;
  },
  rank: (line) => Math.min(line, of.lineCount),
  select: (rank) => Math.min(rank, of.lineCount),
});

const wordsPerRank = 32;
const linesPerRank = wordsPerRank * 32;

/** Chosen lines: a bit each, and how many came before every 1,024th: 1.3 MB for ten million lines. */
export class ChosenLines implements LineSet {
  count = 0;
  /** Lines below this are decided for good. */
  settled = 0;
  private length = 0;
  private words = new Uint32Array(64);
  private ranks = new Float64Array(2);

  /** Decides on the lines from `settled` to `length` (again), and settles those before `settle`. */
  extend(length: number, settle: number, isChosen: (line: number) => boolean): void {
    this.fit(Math.max(length, this.length));
    const from = this.settled;
    for (let word = from >>> 5; word << 5 < this.length; word += 1) {
      const kept = word << 5 < from ? (1 << (from & 31)) - 1 : 0;
      this.words[word] = (this.words[word] ?? 0) & kept;
    }
    for (let line = from; line < length; line += 1) {
      if (isChosen(line)) this.words[line >>> 5] = (this.words[line >>> 5] ?? 0) | (1 << (line & 31));
    }
    this.length = length;
    this.settled = Math.max(from, settle);
    this.countFrom(Math.floor(from / linesPerRank));
  }

  /** 32 lines, the first in the lowest bit. */
  word(word: number): number {
    return this.words[word] ?? 0;
  }

  rank(line: number): number {
    if (line >= this.length) return this.count;
    const word = line >>> 5;
    let rank = this.ranks[Math.floor(word / wordsPerRank)] ?? 0;
    for (let each = word - (word % wordsPerRank); each < word; each += 1)
      rank += bitsIn(this.words[each] ?? 0);
    return rank + bitsIn((this.words[word] ?? 0) & ((1 << (line & 31)) - 1));
  }

  select(rank: number): number {
    if (rank >= this.count) return this.length;
    let low = 0;
    let high = Math.floor((this.length - 1) / linesPerRank);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.ranks[middle] ?? 0) <= rank) low = middle;
      else high = middle - 1;
    }
    let left = rank - (this.ranks[low] ?? 0);
    let word = low * wordsPerRank;
    for (let bits = bitsIn(this.words[word] ?? 0); bits <= left; bits = bitsIn(this.words[word] ?? 0)) {
      left -= bits;
      word += 1;
    }
    let bits = this.words[word] ?? 0;
    for (; left > 0; left -= 1) bits &= bits - 1;
    return word * 32 + (31 - Math.clz32(bits & -bits));
  }

  private countFrom(rankBlock: number): void {
    const blocks = Math.ceil(this.length / linesPerRank);
    let total = this.ranks[rankBlock] ?? 0;
    for (let block = rankBlock; block < blocks; block += 1) {
      this.ranks[block] = total;
      const end = Math.min((block + 1) * wordsPerRank, (this.length + 31) >>> 5);
      for (let word = block * wordsPerRank; word < end; word += 1) total += bitsIn(this.words[word] ?? 0);
    }
    // Where what is settled ends with a block, the next update goes on from here.
    this.ranks[blocks] = total;
    this.count = total;
  }

  private fit(lines: number): void {
    const words = (lines + 31) >>> 5;
    if (words > this.words.length) {
      const larger = new Uint32Array(Math.ceil(words * 1.25));
      larger.set(this.words);
      this.words = larger;
    }
    const ranks = Math.ceil(lines / linesPerRank) + 1;
    if (ranks > this.ranks.length) {
      const larger = new Float64Array(Math.ceil(ranks * 1.25));
      larger.set(this.ranks);
      this.ranks = larger;
    }
  }
}

/** How many bits are set in 32. */
export function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
