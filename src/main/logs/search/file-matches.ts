import type { LineIndex } from '../index/line-index';
import { bitsIn } from '../view/line-set';
import type { ScanJob } from './search-messages';

/** Which lines of one file a search found, and how far it has come. A bit a line, shared with the search threads. */
export class FileMatches {
  private bits = new SharedArrayBuffer(1_024);
  private words = new Int32Array(this.bits);
  /** Blocks handed out; the last one is handed out again when it has grown. */
  private handedBlocks = 0;
  private handedTo = 0;
  private underWay = 0;

  constructor(
    private readonly descriptor: number,
    readonly index: LineIndex,
  ) {}

  /** All that is indexed has been searched. */
  get isDone(): boolean {
    return this.underWay === 0 && this.handedTo >= this.index.indexedTo;
  }

  get searchedBytes(): number {
    return this.underWay === 0 ? this.handedTo : this.handedTo * 0.99;
  }

  /** The next blocks to be searched, about so many bytes; null when there are none now. */
  nextJob(mostBytes: number): ScanJob | null {
    const { index } = this;
    const { blocks } = index;
    if (this.handedTo >= index.indexedTo) return null;
    // Growing needs a new buffer, and threads still write into the old one.
    if (!this.fits(index.lineCount) && this.underWay > 0) return null;
    this.fit(index.lineCount);
    let from = this.handedBlocks;
    if (from > 0 && this.handedTo < index.endOf(from - 1)) from -= 1;
    let to = from + 1;
    while (to < blocks.count && index.endOf(to) - blocks.offset(from) <= mostBytes) to += 1;
    const offsets = new Float64Array(to - from + 1);
    const firstLines = new Float64Array(to - from);
    for (let block = from; block < to; block += 1) {
      offsets[block - from] = blocks.offset(block);
      firstLines[block - from] = blocks.line(block);
    }
    offsets[to - from] = index.endOf(to - 1);
    this.handedBlocks = to;
    this.handedTo = index.endOf(to - 1);
    this.underWay += 1;
    return {
      descriptor: this.descriptor,
      offsets,
      firstLines,
      lastBlockLines: index.linesOf(to - 1),
      bits: this.bits,
    };
  }

  finished(): void {
    this.underWay -= 1;
  }

  has(line: number): boolean {
    return ((this.words[line >>> 5] ?? 0) & (1 << (line & 31))) !== 0;
  }

  /** How many matching lines there are in [from, to), of those that `chosen` has. */
  count(from: number, to: number, chosen: ((word: number) => number) | null): number {
    let count = 0;
    const last = Math.min((to + 31) >>> 5, this.words.length);
    for (let word = from >>> 5; word < last; word += 1) count += bitsIn(this.word(word, from, to, chosen));
    return count;
  }

  /** The next matching line from `line` on, or the last one before it; -1 for none. */
  find(line: number, forward: boolean, chosen: ((word: number) => number) | null): number {
    const { words } = this;
    if (forward) {
      for (let word = Math.max(0, line) >>> 5; word < words.length; word += 1) {
        const bits = this.word(word, line, Number.MAX_SAFE_INTEGER, chosen);
        if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
      }
      return -1;
    }
    if (line <= 0) return -1;
    for (let word = Math.min((line - 1) >>> 5, words.length - 1); word >= 0; word -= 1) {
      const bits = this.word(word, 0, line, chosen);
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits);
    }
    return -1;
  }

  private word(word: number, from: number, to: number, chosen: ((word: number) => number) | null): number {
    let bits = this.words[word] ?? 0;
    if (bits === 0) return 0;
    if (chosen !== null) bits &= chosen(word);
    const first = word * 32;
    if (first < from) bits &= from - first >= 32 ? 0 : -1 << (from - first);
    if (first + 32 > to) bits &= to <= first ? 0 : (1 << (to - first)) - 1;
    return bits;
  }

  private fits(lines: number): boolean {
    return lines <= this.words.length * 32;
  }

  private fit(lines: number): void {
    if (this.fits(lines)) return;
    const larger = new SharedArrayBuffer(Math.ceil((lines * 1.5) / 32) * 4);
    const words = new Int32Array(larger);
    words.set(this.words);
    this.bits = larger;
    this.words = words;
  }
}
