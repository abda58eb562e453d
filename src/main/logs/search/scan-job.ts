import { readSync } from 'node:fs';
import { indexOfNeedle, matchesAny, scanLines } from './scan-lines';
import type { Matcher } from './matcher';
import type { ScanJob } from './search-messages';

/** Read at once; what a block has beyond it is the rest of one long line. */
const pieceBytes = 4 * 1024 * 1024;
/** Pieces of a long line are searched with so much of the piece before: a longer match across the border is not found. */
const overlapBytes = 4_096;
const newline = 10;

let buffer: Buffer | null = null;

/** Searches the job's blocks and sets the bits of the lines that match. */
export function runScanJob(matcher: Matcher, job: ScanJob): void {
  buffer ??= Buffer.allocUnsafeSlow(pieceBytes);
  const { offsets, firstLines } = job;
  const blocks = firstLines.length;
  const bits = new Int32Array(job.bits);
  for (let block = 0; block < blocks;) {
    let end = block + 1;
    while (end < blocks && (offsets[end + 1] ?? 0) - (offsets[block] ?? 0) <= pieceBytes) end += 1;
    const from = offsets[block] ?? 0;
    const to = offsets[end] ?? from;
    const bytes = buffer.subarray(
      0,
      readWhole(job.descriptor, buffer, Math.min(pieceBytes, to - from), from),
    );
    if (matcher.needle !== null) scanBlocks(matcher.needle, matcher.wholeWord, bytes, job, block, end, bits);
    else {
      for (let each = block; each < end; each += 1) {
        const first = firstLines[each] ?? 0;
        const begin = (offsets[each] ?? 0) - from;
        scanLines(matcher, bytes.subarray(begin, (offsets[each + 1] ?? 0) - from), (line) =>
          set(bits, first + line),
        );
      }
    }
    if (to - from > pieceBytes) scanLongLine(matcher, job, block, from + pieceBytes, to, bits);
    block = end;
  }
}

/** One pass over many blocks; line breaks are counted only within blocks where something is. */
function scanBlocks(
  needle: Buffer,
  wholeWord: boolean,
  bytes: Buffer,
  { offsets, firstLines }: ScanJob,
  from: number,
  to: number,
  bits: Int32Array,
): void {
  const base = offsets[from] ?? 0;
  let block = from;
  let line = firstLines[from] ?? 0;
  let counted = 0;
  let found = indexOfNeedle(needle, wholeWord, bytes, 0);
  while (found !== -1) {
    while (block + 1 < to && (offsets[block + 1] ?? 0) - base <= found) block += 1;
    const begin = (offsets[block] ?? 0) - base;
    if (begin > counted) {
      counted = begin;
      line = firstLines[block] ?? 0;
    }
    for (; counted < found; counted += 1) if (bytes[counted] === newline) line += 1;
    set(bits, line);
    const end = bytes.indexOf(newline, found);
    if (end === -1) return;
    counted = end + 1;
    line += 1;
    found = indexOfNeedle(needle, wholeWord, bytes, counted);
  }
}

/** The last line of a block goes on beyond the first piece. */
function scanLongLine(
  matcher: Matcher,
  { descriptor, firstLines, lastBlockLines }: ScanJob,
  block: number,
  from: number,
  to: number,
  bits: Int32Array,
): void {
  if (buffer === null) return;
  const next =
    block + 1 < firstLines.length ? firstLines[block + 1] : (firstLines[block] ?? 0) + lastBlockLines;
  for (let at = from - overlapBytes; at + overlapBytes < to; at += pieceBytes - overlapBytes) {
    const got = readWhole(descriptor, buffer, Math.min(pieceBytes, to - at), at);
    if (got === 0) return;
    if (matchesAny(matcher, buffer.subarray(0, got))) {
      set(bits, (next ?? 1) - 1);
      return;
    }
  }
}

function set(bits: Int32Array, line: number): void {
  // Two threads may have lines of one word.
  if (line >>> 5 < bits.length) Atomics.or(bits, line >>> 5, 1 << (line & 31));
}

function readWhole(descriptor: number, into: Buffer, bytes: number, position: number): number {
  let got = 0;
  while (got < bytes) {
    const more = readSync(descriptor, into, got, bytes - got, position + got);
    if (more === 0) break;
    got += more;
  }
  return got;
}
