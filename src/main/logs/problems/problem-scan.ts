import { code } from '../formats/bytes';
import { displayLine, type MaskedText } from '../formats/display-line';
import { EntryTracker } from '../formats/entry-tracker';
import type { LineContext } from '../formats/line-context';
import { readLineHeadBytes } from '../formats/read-line-head';
import { type FoundProblem, ProblemCollector } from './problem-collector';
import { tellingOffsets } from './telling-lines';

export interface ScannedFile<Place> {
  /** Reads up to `length` bytes at `position` into the buffer; answers how many. */
  read: (buffer: Buffer, length: number, position: number) => number;
  context: LineContext;
  /** What a line is found by, of the offset where it begins. */
  place: (offset: number) => Place;
  /** For what problems say in particular. */
  mask: (text: string) => MaskedText;
}

const windowBytes = 1_048_576;
/** Lines behind a telling one that can say more, and before it that can tell its time. */
const mostLinesAround = 60;
const lookBackBytes = 16_384;
/** A longer line is looked at in its beginning. */
const mostLineBytes = 16_384;

/**
 * Looks for known problems in one file, piece by piece, and goes on where it stopped when the file has grown. Passes over all lines without a
 * telling word at the speed of the runtime's own search.
 */
export class ProblemScan<Place> {
  private readonly collector = new ProblemCollector<Place>();
  private readonly tracker = new EntryTracker();
  private buffer: Buffer | null = null;
  private to = 0;
  /** Lines up to here were fed to the collector. */
  private fedTo = 0;
  private feeding = 0;
  /** How long the file was when all of its whole lines had been looked at. */
  private endedAt = -1;

  constructor(private readonly file: ScannedFile<Place>) {}

  /** All whole lines before this offset were looked at. */
  get searchedTo(): number {
    return this.to;
  }

  /** True when all whole lines of a file of this size were looked at. */
  isAtEnd(size: number): boolean {
    return size <= this.to || size === this.endedAt;
  }

  /**
   * Looks at the next whole lines.
   *
   * @param size how long the file is now, bytes
   * @returns true when there is more to be looked at at once
   */
  advance(size: number): boolean {
    if (size <= this.to || size === this.endedAt) return false;
    const buffer = (this.buffer ??= Buffer.allocUnsafe(windowBytes));
    const base = Math.max(0, this.to - lookBackBytes);
    const seen = this.to - base;
    const got = this.file.read(buffer, Math.min(windowBytes, size - base), base);
    const newline = buffer.subarray(0, got).lastIndexOf(code.newline);
    const whole = Math.max(seen, newline + 1);
    // A line longer than the window: its beginning is looked at.
    const to = whole === seen && got === windowBytes ? got : whole;
    this.scan(buffer.subarray(0, to), base, seen);
    this.to = base + to;
    const more = to > seen && this.to < size;
    if (!more) this.endedAt = size;
    if (!more) this.buffer = null;
    return more;
  }

  /** As of now; the gravest first. */
  problems(): FoundProblem<Place>[] {
    return this.collector.problems();
  }

  /** @param seen so much at the window's beginning was looked at before */
  private scan(window: Buffer, base: number, seen: number): void {
    // What was told last goes on in this window.
    let next = this.feeding > 0 ? this.feed(window, base, seen) : seen;
    for (const offset of tellingOffsets(window, seen)) {
      const start = offset === 0 ? 0 : window.lastIndexOf(code.newline, offset - 1) + 1;
      if (start < next) continue;
      this.begin(window, base, start);
      next = this.feed(window, base, start);
    }
  }

  /** Sets the tracker to what stands before the telling line. */
  private begin(window: Buffer, base: number, start: number): void {
    this.feeding = mostLinesAround;
    if (base + start === this.fedTo) return;
    this.tracker.restore(new EntryTracker().state());
    this.collector.endEntry();
    for (const [from, end] of linesBefore(window, start)) {
      this.tracker.feed(readLineHeadBytes(window, from, end, this.file.context));
    }
  }

  /** Feeds lines from `start` on, until nothing more belongs to what was told. @returns where the next line begins */
  private feed(window: Buffer, base: number, start: number): number {
    let from = start;
    while (this.feeding > 0 && from < window.length) {
      const newline = window.indexOf(code.newline, from);
      const end = newline === -1 ? window.length : newline;
      const starts = this.tracker.feed(readLineHeadBytes(window, from, end, this.file.context));
      const bytes = window.subarray(from, Math.min(end, from + mostLineBytes));
      const { text } = displayLine(bytes, { mask: this.file.mask, mostCharacters: mostLineBytes });
      const told = this.collector.feed(text, starts, this.tracker.at, this.file.place(base + from));
      if (told) this.feeding = mostLinesAround;
      else this.feeding = starts ? 0 : this.feeding - 1;
      from = end + 1;
      this.fedTo = base + from;
    }
    return from;
  }
}

/** The lines before `start`, as many as are looked at, in order, as [from, end). */
function linesBefore(window: Buffer, start: number): [number, number][] {
  const lines: [number, number][] = [];
  const first = Math.max(0, start - lookBackBytes);
  for (let end = start - 1; end > 0 && lines.length < mostLinesAround;) {
    const from = window.lastIndexOf(code.newline, end - 1) + 1;
    if (from < first) break;
    lines.unshift([from, end]);
    end = from - 1;
  }
  return lines;
}
