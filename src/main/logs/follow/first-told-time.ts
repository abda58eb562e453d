import { readSync } from 'node:fs';
import { LineContext } from '../formats/line-context';
import { readLineHeadBytes } from '../formats/read-line-head';
import type { OpenedFile } from './open-log-file';

const beginningBytes = 16 * 1024;
const newline = 10;
/** Shared: hundreds of files may be opened together, one after the other. */
let buffer: Buffer | null = null;

/** The first time that a file's beginning tells, ms since the epoch: a file that was copied here is younger than its lines. */
export function firstToldTime({ fd, stat }: OpenedFile): number | null {
  buffer ??= Buffer.allocUnsafeSlow(beginningBytes);
  const bytes = buffer.subarray(0, readSync(fd, buffer, 0, beginningBytes, 0));
  const context = new LineContext(stat.mtimeMs);
  for (let begin = 0; begin < bytes.length;) {
    const found = bytes.indexOf(newline, begin);
    const end = found === -1 ? bytes.length : found;
    const { at } = readLineHeadBytes(bytes, begin, end, context);
    if (at !== null) return at;
    begin = end + 1;
  }
  return null;
}
