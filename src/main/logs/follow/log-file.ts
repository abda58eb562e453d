import { closeSync, fstatSync, readSync, type Stats } from 'node:fs';
import { LineContext } from '../formats/line-context';
import { LineIndex, type ReadAt } from '../index/line-index';
import type { OpenedFile } from './open-log-file';
import { FilePrints } from './file-prints';

/** More than this to be indexed: the file's end is indexed by itself first, so that it can be shown at once. */
const endFirstBytes = 1024 * 1024;
/** What a window shows at first is in the last of these; of a file whose lines are long, in more of them. */
const endBytes = [16 * 1024, 64 * 1024, 256 * 1024] as const;
/** More than a screen. */
const enoughLines = 100;
/** So much of a long file's beginning is indexed with its end, where that is not too much: a screen. */
const beginBytes = 64 * 1024;
/** The first told time is looked for in so many bytes at once: it is in the first line mostly. */
const firstTimeBytes = 4 * 1024;
const newline = 10;
/** The grain of the kernel's clock, and more: what changes a file or a folder within it is not seen by its time. */
export const timeGrainMs = 50;

export interface LogFilePlace {
  /** Counts up over all files of this engine: the first part of a line's key. */
  id: number;
  sourceId: string;
  path: string;
  /** Called so by rotation when it was opened: "x.log.1". */
  isBackup: boolean;
  /** Each entry comes in one piece, however long after its time: no line of it is placed by when it was written. */
  isWrittenWhole: boolean;
}

/** What may be indexed at once of files that are opened together. */
export interface OpenBudget {
  /** Of all of them. */
  bytes: number;
  /** Of one: of a longer one the end is. */
  readonly mostOfOne: number;
}

/** What a look at a file found. */
export type Look = 'same' | 'grew' | 'cut';

/**
 * One file as it was opened, whatever it is called by now: a file that is cut or replaced is another one. Holds its descriptor, so what
 * was rotated away or deleted can be read to its end.
 */
export class LogFile {
  readonly id: number;
  readonly sourceId: string;
  readonly isBackup: boolean;
  /** ms since the epoch. */
  readonly bornAt: number;
  path: string;
  readonly index: LineIndex;
  /** The file's end, while `index` has not come there. */
  end: LineIndex | null = null;
  readonly prints = new FilePrints();
  size = 0;
  /** Of a file that was cut: how much of its beginning is still there. */
  keptBytes = 0;
  modifiedAt: number;
  /** Of a copy: when the end of what was copied was written. */
  writtenUntil: number | null = null;
  readonly identity: string;
  private readonly isWrittenWhole: boolean;
  private readonly fd: number;
  private closed = false;
  private holders = 0;
  /** Before the first look nothing is known of when its time was read. */
  private lookedAt = Number.NEGATIVE_INFINITY;

  /** @param floor where lines before the first told time are placed, ms since the epoch */
  constructor(
    { id, sourceId, path, isBackup, isWrittenWhole }: LogFilePlace,
    { fd, stat }: OpenedFile,
    floor: number,
  ) {
    this.id = id;
    this.sourceId = sourceId;
    this.path = path;
    this.isBackup = isBackup;
    this.bornAt = bornAt(stat);
    this.isWrittenWhole = isWrittenWhole;
    this.fd = fd;
    this.identity = identityOf(stat);
    this.modifiedAt = stat.mtimeMs;
    this.index = new LineIndex(new LineContext(stat.mtimeMs), { offset: 0, floor });
    this.take(stat);
  }

  /** For who reads it in another thread, while this one holds it open. */
  get descriptor(): number {
    return this.fd;
  }

  get isIndexed(): boolean {
    return this.index.indexedTo >= this.size;
  }

  readonly read: ReadAt = (buffer, bytes, position) => {
    if (this.closed || bytes <= 0) return 0;
    let got = 0;
    while (got < bytes) {
      const more = readSync(this.fd, buffer, got, bytes - got, position + got);
      if (more === 0) break;
      got += more;
    }
    return got;
  };

  /** Looks whether it grew or was cut, without reading what is new. `lookedAt`: when the look began. */
  look(lookedAt: number): Look {
    if (this.closed) return 'same';
    const stat = fstatSync(this.fd);
    const isTouched = this.isTouched(stat);
    this.lookedAt = lookedAt;
    if (!isTouched) return 'same';
    if (!this.prints.hold(this.read, stat.size)) return 'cut';
    if (stat.size < this.size) {
      this.keptBytes = stat.size;
      return 'cut';
    }
    const grew = stat.size > this.size;
    // Cut a moment ago.
    if (!this.take(stat)) return 'cut';
    return grew ? 'grew' : 'same';
  }

  /** True where all that was indexed is still there: it may have been cut since the last look. */
  isIntact(): boolean {
    const stat = fstatSync(this.fd);
    return !this.isTouched(stat) || (stat.size >= this.size && this.prints.hold(this.read, stat.size));
  }

  /** Also where its time does not tell: it was cut, and as much was written, within a grain of the clock after the last look. */
  private isTouched({ mtimeMs, size }: Stats): boolean {
    return mtimeMs !== this.modifiedAt || size !== this.size || mtimeMs > this.lookedAt - timeGrainMs;
  }

  /** Indexes about so many more bytes. `arrivedAt`: when they were written, if just now. */
  advance(mostBytes: number, arrivedAt: number | null): void {
    const left = this.size - this.index.indexedTo;
    if (left > Math.max(endFirstBytes, mostBytes) && this.end === null) this.end = this.indexEnd();
    this.end?.advance(this.read, this.size, Number.POSITIVE_INFINITY, arrivedAt);
    // A file that is shorter than it was is found out by the next look.
    if (!this.index.advance(this.read, this.size, mostBytes, arrivedAt)) this.size = this.index.indexedTo;
    const endAt = arrivedAt ?? this.writtenUntil ?? this.modifiedAt;
    if (!this.isWrittenWhole) this.end?.placeEnd(endAt);
    if (!this.isIndexed) return;
    if (!this.isWrittenWhole) this.index.placeEnd(endAt);
    this.end = null;
  }

  /** Indexes it as far as it takes to show its end, and whole where that is not too much. */
  open(budget: OpenBudget): void {
    while (!this.isIndexed && this.end === null && this.size > this.index.indexedTo) {
      const left = this.size - this.index.indexedTo;
      const isShort = left <= endBytes[0] || left <= Math.min(budget.mostOfOne, budget.bytes);
      if (!isShort) this.end = this.indexEnd();
      const most = isShort ? left : Math.max(0, Math.min(beginBytes, budget.bytes));
      budget.bytes -= most;
      this.advance(most, null);
    }
    // Also of an empty one: all that is written from now on arrives.
    if (this.isIndexed && !this.isWrittenWhole) this.index.placeEnd(this.modifiedAt);
  }

  /** How many bytes of it are not indexed, neither from its beginning nor from its end. */
  get pendingBytes(): number {
    return this.end === null ? 0 : Math.max(0, this.end.start.offset - this.index.indexedTo);
  }

  /** A search thread reads it: it stays open until that lets go. */
  hold(): void {
    this.holders += 1;
  }

  letGo(): void {
    this.holders -= 1;
    if (this.closed && this.holders === 0) closeSync(this.fd);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.holders === 0) closeSync(this.fd);
  }

  /** False where it has other bytes by now. */
  private take(stat: Stats): boolean {
    if (!this.prints.take(this.read, stat.size)) return false;
    this.size = stat.size;
    this.modifiedAt = stat.mtimeMs;
    this.index.context.writtenAt = stat.mtimeMs;
    return true;
  }

  /** Begins at the first line break in the file's last bytes; lines there before the first told time are placed at that time. */
  private indexEnd(): LineIndex {
    const begin = this.endBegin();
    const context = new LineContext(this.modifiedAt);
    const trial = new LineIndex(context, { offset: begin, floor: Number.NEGATIVE_INFINITY });
    let firstTime: number | null = null;
    do {
      if (!trial.advance(this.read, this.size, firstTimeBytes, null)) break;
      firstTime = firstTimeOf(trial);
    } while (firstTime === null && trial.indexedTo < this.size);
    return new LineIndex(context, { offset: begin, floor: firstTime ?? this.modifiedAt });
  }

  private endBegin(): number {
    let begin = this.size;
    for (const bytes of endBytes) {
      const buffer = Buffer.allocUnsafe(bytes);
      const from = Math.max(0, this.size - bytes);
      const end = buffer.subarray(0, this.read(buffer, bytes, from));
      begin = from + end.indexOf(newline) + 1;
      if (linesIn(end) >= enoughLines) break;
    }
    return begin;
  }
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}

/** A block's floor is the time of what is before it: the first that is one tells about the first time there is. */
function firstTimeOf({ blocks, lastTime }: LineIndex): number | null {
  for (let block = 0; block < blocks.count; block += 1) {
    if (Number.isFinite(blocks.floor(block))) return blocks.floor(block);
  }
  return Number.isFinite(lastTime) ? lastTime : null;
}

export const identityOf = ({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string => `${dev}:${ino}`;

/** When a file began, in whole ms as the clock tells them; some file systems tell no birth. */
export const bornAt = ({ birthtimeMs, mtimeMs }: Stats): number =>
  Math.floor(birthtimeMs > 0 ? Math.min(birthtimeMs, mtimeMs) : mtimeMs);
