import { EntryTracker } from '../formats/entry-tracker';
import { readLineHeadBytes } from '../formats/read-line-head';
import type { LogFormat } from '../../../shared/logs';
import { blockBytes } from './blocks';
import { unpackState } from './entry-state';
import { headBytes, lateMs, type LineIndex, type ReadAt } from './line-index';

/** One block's lines, taken apart. */
export interface LineTable {
  /** The number of its first line. */
  readonly firstLine: number;
  /** Where each line begins, and behind them where the last one ends. */
  readonly offsets: Float64Array;
  /** Where each line is placed in time. */
  readonly times: Float64Array;
  /** Each line's or its entry's own time, or when it was written, where that was later; NaN where no time was told yet. */
  readonly ats: Float64Array;
  readonly formats: readonly LogFormat[];
}

const windowBytes = blockBytes + headBytes;
let buffer: Buffer | null = null;
const newline = 10;

/** Reads a block again. A file that shrank meanwhile gives lines without a beginning: they stand at its end. */
export function readLineTable(index: LineIndex, block: number, read: ReadAt): LineTable {
  buffer ??= Buffer.allocUnsafeSlow(windowBytes);
  const { blocks } = index;
  const begin = blocks.offset(block);
  const end = index.endOf(block);
  const count = index.linesOf(block);
  const got = read(buffer, Math.min(windowBytes, end - begin), begin);
  const bytes = buffer.subarray(0, got);
  const offsets = new Float64Array(count + 1).fill(end);
  const times = new Float64Array(count);
  const ats = new Float64Array(count);
  const formats: LogFormat[] = [];
  const tracker = new EntryTracker();
  tracker.restore(unpackState(blocks.state(block), blocks.at(block)));
  let time = blocks.floor(block);
  let next = 0;
  for (let line = 0; line < count; line += 1) {
    const found = next < got ? bytes.indexOf(newline, next) : -1;
    const lineEnd = found === -1 ? got : found;
    const head = readLineHeadBytes(
      bytes,
      Math.min(next, got),
      Math.min(lineEnd, next + headBytes),
      index.context,
    );
    tracker.feed(head);
    if (tracker.at !== null && tracker.at > time) time = tracker.at;
    offsets[line] = Math.min(begin + next, end);
    times[line] = time;
    const at = tracker.at ?? Number.NaN;
    ats[line] = head.at === null && time > at + lateMs ? time : at;
    formats.push(head.format);
    next = lineEnd + 1;
  }
  return { firstLine: blocks.line(block), offsets, times, ats, formats };
}
