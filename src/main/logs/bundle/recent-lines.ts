import { closeSync, readSync } from 'node:fs';
import { displayLine } from '../formats/display-line';
import { EntryTracker } from '../formats/entry-tracker';
import { type AssembledLine, LineAssembler } from '../formats/line-assembler';
import type { LineContext } from '../formats/line-context';
import { readLineHeadBytes } from '../formats/read-line-head';
import { openLogFile } from '../follow/open-log-file';
import type { LineMasker } from '../masking/line-masker';

export interface RecentLine {
  /** Masked, without escape sequences; a very long one is cut and says so. */
  text: string;
  startsEntry: boolean;
  at: number | null;
}

export interface RecentOptions {
  /** Entries younger than this, ms since the epoch. What has no time comes along with what stands around it; where all are older, the last one. */
  since: number;
  /** Read from the file's end at most. */
  mostBytes: number;
  masker: LineMasker;
  context: LineContext;
}

const chunkBytes = 64 * 1_024;
/** Read before what is told: a private key may have begun there. */
const lookBackBytes = 16 * 1_024;
/** More of one line helps nobody. */
const mostCharacters = 16_384;

/**
 * The newest lines of a log that was written in this time, oldest first, in parts, so that the caller can let others run between them. Empty for what can't be read or is no
 * file. `truncated` in the last part says that there were more in this time.
 */
export function* recentLines(
  folder: string,
  path: string,
  { since, mostBytes, masker, context }: RecentOptions,
): Generator<{ lines: RecentLine[]; truncated: boolean }> {
  const opened = openLogFile(folder, path);
  if (opened === null) return;
  try {
    const size = opened.stat.size;
    const from = Math.max(0, size - mostBytes);
    const begin = Math.max(0, from - lookBackBytes);
    const tracker = new EntryTracker();
    const assembler = new LineAssembler(begin);
    const buffer = Buffer.alloc(chunkBytes);
    let recent = false;
    /** The last entry that is older: what stands there may have been written since, and the file was. */
    let older: RecentLine[] = [];
    let hasOlderHead = false;
    masker.restart();

    const tell = (line: AssembledLine): RecentLine[] => {
      const { text, cutBytes } = displayLine(
        line.bytes,
        { mask: masker.mask, mostCharacters },
        line.stateBytes,
      );
      const head = readLineHeadBytes(line.bytes, 0, line.bytes.length, context);
      const startsEntry = tracker.feed(head);
      // Before the window, or the rest of a line that began before it.
      if (line.start < from || (line.start === begin && begin > 0)) return [];
      // Without any time so far it counts as young: the file itself was written in this time.
      recent ||= tracker.at === null || tracker.at >= since;
      const rest = cutBytes === 0 ? '' : ` … (${cutBytes} bytes more)`;
      const told = { text: text + rest, startsEntry, at: tracker.at };
      if (recent) return [told];
      if (head.at !== null) {
        hasOlderHead = true;
        older = [];
      }
      older.push(told);
      return [];
    };

    for (let position = begin; position < size;) {
      const got = readSync(opened.fd, buffer, 0, Math.min(chunkBytes, size - position), position);
      // It became shorter while it was read.
      if (got === 0) break;
      position += got;
      yield { lines: assembler.push(buffer.subarray(0, got)).flatMap(tell), truncated: false };
    }
    const last = assembler.pending();
    const lines = last === null ? [] : tell(last);
    const isWhole = from === 0 || (!recent && hasOlderHead);
    yield { lines: recent ? lines : older, truncated: !isWhole };
  } finally {
    closeSync(opened.fd);
  }
}
