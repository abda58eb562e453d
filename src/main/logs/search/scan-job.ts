import { readSync } from 'node:fs';
import type { Matcher } from './matcher';
import { scanText } from './scan-lines';
import type { ScanJob } from './search-messages';

/** Read at once; what a block has beyond it is the rest of one long line. */
const pieceBytes = 512 * 1024;
/** Pieces of a long line are searched with so much of the piece before: a longer match across the border is not found. */
const overlapBytes = 4_096;
/**
 * Made a string of at once: small enough for the young generation, where it is gone for nothing. Measured over 1 GB: 64 to 128 KiB 0.35 to 0.45 s and no
 * memory kept; 512 KiB 1.9 s; 1 MiB 0.5 s and 70 MB kept.
 */
const textBytes = 96 * 1024;

let buffer: Buffer | null = null;

/** Searches the job's blocks and sets the bits of the lines that match. */
export function runScanJob(matcher: Matcher, job: ScanJob): void {
  buffer ??= Buffer.allocUnsafeSlow(pieceBytes);
  const { offsets, firstLines } = job;
  const bits = new Int32Array(job.bits);
  for (let block = 0; block < firstLines.length;) {
    let end = block + 1;
    while (end < firstLines.length && (offsets[end + 1] ?? 0) - (offsets[block] ?? 0) <= pieceBytes) end += 1;
    const from = offsets[block] ?? 0;
    const to = offsets[end] ?? from;
    const bytes = buffer.subarray(
      0,
      readWhole(job.descriptor, buffer, Math.min(pieceBytes, to - from), from),
    );
    scanPiece(matcher, bytes, job, block, end, bits);
    if (to - from > pieceBytes) scanLongLine(matcher, job, block, from + pieceBytes, to, bits);
    block = end;
  }
}

/** A byte is a character, and so several blocks are one text, unless the text goes beyond ASCII and the search minds. */
function scanPiece(
  matcher: Matcher,
  bytes: Buffer,
  { offsets, firstLines }: ScanJob,
  from: number,
  to: number,
  bits: Int32Array,
): void {
  const base = offsets[from] ?? 0;
  const hit = (line: number): void => set(bits, line);
  const bytewise = matcher.bytewise || isAscii(bytes);
  for (let block = from; block < to;) {
    const begin = (offsets[block] ?? 0) - base;
    let end = block + 1;
    const mostBytes = bytewise ? textBytes : 0;
    while (end < to && (offsets[end + 1] ?? 0) - base - begin <= mostBytes) end += 1;
    const text = bytes.toString(bytewise ? 'latin1' : 'utf8', begin, (offsets[end] ?? 0) - base);
    const first = block;
    const blocks = {
      count: end - first,
      beginning: (each: number) => (offsets[first + each] ?? 0) - base - begin,
      firstLine: (each: number) => firstLines[first + each] ?? 0,
    };
    scanText(matcher, text, blocks, hit);
    block = end;
  }
}

/** The bytes begin at the buffer's beginning, and so are aligned. */
function isAscii(bytes: Buffer): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  let all = 0;
  for (let index = 0; index < words.length; index += 1) all |= words[index] ?? 0;
  for (let index = words.length * 4; index < bytes.length; index += 1) all |= bytes[index] ?? 0;
  return (all & 0x80808080) === 0;
}

const oneBlock = (firstLine: number) => ({ count: 1, beginning: () => 0, firstLine: () => firstLine });

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
  const line = (next ?? 1) - 1;
  for (let at = from - overlapBytes; at + overlapBytes < to; at += pieceBytes - overlapBytes) {
    const got = readWhole(descriptor, buffer, Math.min(pieceBytes, to - at), at);
    if (got === 0) return;
    let any = false;
    scanText(matcher, buffer.toString(matcher.bytewise ? 'latin1' : 'utf8', 0, got), oneBlock(line), () => {
      any = true;
    });
    if (any) return set(bits, line);
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
