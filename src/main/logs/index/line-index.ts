import { EntryTracker, type EntryState } from '../formats/entry-tracker';
import type { LineContext } from '../formats/line-context';
import type { LineHead } from '../formats/line-head';
import { mostMarkerBytes } from '../formats/line-origin';
import { readLineHeadBytes } from '../formats/read-line-head';
import { blockBytes, blockLines, Blocks } from './blocks';
import { packState } from './entry-state';
import { levelCode, LineMarks } from './line-marks';
import { TaskTurns } from './task-turns';

/** Reads into the buffer's beginning; answers with how many bytes there were, 0 at the end. */
export type ReadAt = (buffer: Buffer, bytes: number, position: number) => number;

/** What has no time of its own and was written so much later than its entry is placed by when it was written, ms. */
export const lateMs = 1_000;

/** A line's head is looked for in so many of its bytes. */
export const headBytes = 64 * 1024 + 16;
const chunkBytes = 4 * 1024 * 1024;
const newline = 10;
const colon = 0x3a;
/** Shared by all indexes of a thread: they are built one after the other. */
let chunk: Buffer | null = null;
const chunkOf = (): Buffer => (chunk ??= Buffer.allocUnsafeSlow(chunkBytes));

export interface IndexStart {
  /** Where the first line begins. */
  offset: number;
  /** Where lines before the first told time are placed, ms since the epoch. */
  floor: number;
}

/**
 * What is known of each line of a file, from a place on and in order: where blocks of lines begin, each line's level, and where it stands in time.
 * A line's place in time is its entry's, or when it was written, where that was later (`placeEnd`); and never before the line above: so a file
 * is in order whatever its clocks did. Grows with its file.
 */
export class LineIndex {
  readonly blocks = new Blocks();
  readonly marks = new LineMarks();
  readonly turns = new TaskTurns();
  /** The time at which the last line is placed. */
  lastTime: number;
  private readonly tracker = new EntryTracker();
  private wholeLines = 0;
  /** Where the line begins that is not whole yet. */
  private nextOffset: number;
  private scannedTo: number;
  private longHead: LineHead | null = null;
  /** What stood before the line that is not whole yet was put down; null where the last line is whole. */
  private open: { state: EntryState; time: number; blocks: number } | null = null;
  /** The first line behind the last told time that `placeEnd` is to place, with the state before it; -1 for none. */
  private readonly late = { line: -1, offset: 0, before: new EntryTracker().state() };
  private isPlaced = false;
  /** A line that tells a time came since the last such moment. */
  private isTimedSince = false;

  constructor(
    readonly context: LineContext,
    readonly start: IndexStart,
  ) {
    this.nextOffset = start.offset;
    this.scannedTo = start.offset;
    this.lastTime = start.floor;
  }

  /** With the last one, which may not be whole yet. */
  get lineCount(): number {
    return this.wholeLines + (this.open === null ? 0 : 1);
  }

  get wholeLineCount(): number {
    return this.wholeLines;
  }

  /** So many lines stay where they are placed in time. */
  get placedLineCount(): number {
    const { line } = this.late;
    return line === -1 ? this.wholeLines : Math.min(line, this.wholeLines);
  }

  /** Up to which byte of the file it knows. */
  get indexedTo(): number {
    return this.scannedTo;
  }

  /** Where the last whole line ends. */
  get wholeTo(): number {
    return this.nextOffset;
  }

  /** Where a block ends. */
  endOf(block: number): number {
    return block + 1 < this.blocks.count ? this.blocks.offset(block + 1) : this.scannedTo;
  }

  linesOf(block: number): number {
    const next = block + 1 < this.blocks.count ? this.blocks.line(block + 1) : this.lineCount;
    return next - this.blocks.line(block);
  }

  /**
   * Goes on towards `size`, by about `mostBytes`. `arrivedAt`: when these bytes were written, if they came just now.
   *
   * @returns false where there was nothing to read: the file ends before `size`
   */
  advance(read: ReadAt, size: number, mostBytes: number, arrivedAt: number | null): boolean {
    const buffer = chunkOf();
    const stopAt = this.scannedTo + mostBytes;
    while (this.scannedTo < size && this.scannedTo < stopAt) {
      const from = this.longHead === null ? this.nextOffset : this.scannedTo;
      const got = read(buffer, Math.min(chunkBytes, size - from, stopAt - from), from);
      if (from + got <= this.scannedTo) return false;
      const bytes = buffer.subarray(0, got);
      if (this.longHead === null) this.takeLines(bytes, arrivedAt);
      else this.takeLongLine(bytes, arrivedAt);
      if (this.scannedTo >= size) this.takeOpenLine(bytes, from, arrivedAt);
    }
    return true;
  }

  /**
   * All of the file is read, and its end was written at this time: what came behind the last told time since the last such moment, and is
   * later than its entry, is placed there. When the lines of a file were written that was there before is not known: they are spread over the time
   * until then, by bytes.
   *
   * @param writtenAt ms since the epoch
   */
  placeEnd(writtenAt: number): void {
    const { late, open, blocks, tracker, lastTime } = this;
    const { line, offset } = late;
    const isSpread = !this.isPlaced;
    this.isPlaced = true;
    this.isTimedSince = false;
    late.line = -1;
    // In whole ms, as lines tell them and files their beginning.
    const endTime = Math.floor(writtenAt);
    const isLate = endTime > lastTime && (tracker.at === null || endTime > tracker.at + lateMs);
    if (line === -1 || !isLate) return;
    let block = blocks.ofLine(line);
    const isBeforeOpen = open !== null && line < this.wholeLines;
    if (blocks.line(block) < line) {
      blocks.split(block, offset, line, late.before.at ?? Number.NaN, packState(late.before));
      if (isBeforeOpen) open.blocks += 1;
      block += 1;
    }
    for (; block < blocks.count; block += 1) {
      const share = isSpread ? (this.endOf(block) - offset) / (this.scannedTo - offset) : 1;
      blocks.raise(block, lastTime + Math.floor(share * (endTime - lastTime)));
    }
    this.lastTime = endTime;
    if (isBeforeOpen) open.time = endTime;
  }

  /** All whole lines among the bytes, the first of which is at `nextOffset`. */
  private takeLines(bytes: Buffer, arrivedAt: number | null): void {
    const base = this.nextOffset;
    let begin = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, begin)) {
      if (bytes[begin] === colon && end - begin <= mostMarkerBytes)
        this.turns.take(this.wholeLines, bytes.toString('utf8', begin, end));
      this.putWhole(base + begin, this.headOf(bytes, begin, end), arrivedAt);
      begin = end + 1;
    }
    this.nextOffset = base + begin;
    this.scannedTo = base + bytes.length;
    // A line that fills the whole chunk: from here on only its end is looked for.
    if (begin === 0 && bytes.length === chunkBytes) this.longHead = this.headOf(bytes, 0, bytes.length);
  }

  private takeLongLine(bytes: Buffer, arrivedAt: number | null): void {
    const end = bytes.indexOf(newline);
    if (end === -1) {
      this.scannedTo += bytes.length;
      return;
    }
    if (this.longHead !== null) this.putWhole(this.nextOffset, this.longHead, arrivedAt);
    this.longHead = null;
    this.scannedTo += end + 1;
    this.nextOffset = this.scannedTo;
  }

  /** What stands behind the last line break counts as a line, until more comes. `position` is that of the first byte. */
  private takeOpenLine(bytes: Buffer, position: number, arrivedAt: number | null): void {
    if (this.nextOffset === this.scannedTo) return;
    const begin = this.nextOffset - position;
    const head = this.longHead ?? (begin < 0 ? null : this.headOf(bytes, begin, bytes.length));
    if (head === null) return;
    this.forgetOpenLine();
    this.open = { state: this.tracker.state(), time: this.lastTime, blocks: this.blocks.count };
    this.put(this.nextOffset, head, arrivedAt);
  }

  private headOf(bytes: Buffer, begin: number, end: number): LineHead {
    return readLineHeadBytes(bytes, begin, Math.min(end, begin + headBytes), this.context);
  }

  private putWhole(offset: number, head: LineHead, arrivedAt: number | null): void {
    this.forgetOpenLine();
    this.put(offset, head, arrivedAt);
    this.wholeLines += 1;
  }

  private forgetOpenLine(): void {
    const { open } = this;
    if (open === null) return;
    this.tracker.restore(open.state);
    this.lastTime = open.time;
    while (this.blocks.count > open.blocks) this.blocks.pop();
    this.open = null;
  }

  /** Puts down the line with the number `wholeLines`. Makes no object: it is called ten million times. */
  private put(offset: number, head: LineHead, arrivedAt: number | null): void {
    const { tracker, blocks, late } = this;
    const line = this.wholeLines;
    const last = blocks.count - 1;
    const mayBeLate = late.line === -1 && head.at === null;
    if (last < 0 || line - blocks.line(last) >= blockLines || offset - blocks.offset(last) >= blockBytes) {
      blocks.push(offset, line, this.lastTime, tracker.at ?? Number.NaN, packState(tracker));
    }
    if (mayBeLate) tracker.copyState(late.before);
    const starts = tracker.feed(head);
    // A trace that comes together with its head stays there, however long ago that was: a failure's is brought from the cluster's head.
    const isWithHead = this.isPlaced && this.isTimedSince && !starts && tracker.trace !== 'none';
    if (head.at !== null) {
      late.line = -1;
      this.isTimedSince = true;
    }
    // The rest of a trace stays with its beginning, but where it comes late itself.
    else if (
      mayBeLate &&
      !isWithHead &&
      (starts ||
        head.kind === 'plain' ||
        tracker.trace === 'none' ||
        (arrivedAt !== null && arrivedAt > this.lastTime + lateMs))
    ) {
      late.line = line;
      late.offset = offset;
    }
    if (tracker.at !== null && tracker.at > this.lastTime) this.lastTime = tracker.at;
    this.marks.set(line, levelCode(tracker.level), starts);
  }
}
