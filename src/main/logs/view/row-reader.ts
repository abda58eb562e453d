import type { LogRow } from '../../../shared/log-views';
import { cutPlace, displayLine, lastState } from '../formats/display-line';
import type { LineTable } from '../index/line-table';
import { levelOfCode } from '../index/line-marks';
import { keyLookBackLines, LineMasker, type MaskOptions } from '../masking/line-masker';
import type { TableCache } from './table-cache';
import type { ViewLine } from './view-lines';

/** Read of one line: as much as is shown, and what a mask needs to see beyond. */
const shownBytes = 32 * 1024;
/** The end of a long line, where a progress bar's last state is. */
const stateBytes = 8 * 1024;
/** Read of one line where all of it is wanted, but for what a mask may need to see beyond. */
const mostTextBytes = 2 ** 20;
/** A secret that the end of what was read runs through may not be known for one. */
const uncertainCharacters = 8 * 1024;
const lookBackBytes = 16 * 1024;
const newline = 10;

export type PlainRow = Omit<LogRow, 'matches'>;

/** Where in its file a line stands: [from, to), with its line break. */
export function lineBounds(
  { file, index, line }: ViewLine,
  tables: TableCache,
): { from: number; to: number } {
  return boundsIn(tables.get(index, index.blocks.ofLine(line), file.read), line);
}

function boundsIn({ firstLine, offsets }: LineTable, line: number): { from: number; to: number } {
  const from = offsets[line - firstLine] ?? 0;
  return { from, to: offsets[line - firstLine + 1] ?? from };
}

/** Reads lines as they are shown. One for each answer: lines are asked for in the order of their files. */
export class RowReader {
  private readonly maskers = new Map<ViewLine['file'], { masker: LineMasker; next: number }>();

  constructor(
    private readonly tables: TableCache,
    private readonly hidden: MaskOptions,
    private readonly reveal: boolean,
  ) {}

  read({ file, index, line }: ViewLine): PlainRow | null {
    if (line >= index.lineCount) return null;
    const table = this.tables.get(index, index.blocks.ofLine(line), file.read);
    const at = line - table.firstLine;
    const { from: offset, to: next } = boundsIn(table, line);
    const { bytes, missing } = this.bytesOf(file, offset, next - offset);
    const mask = this.reveal ? null : this.maskerAt(file, line, offset);
    const shown = displayLine(bytes, mask === null ? {} : { mask }, bytes.length + missing);
    const time = table.ats[at] ?? Number.NaN;
    return {
      key: `${file.id}:${offset}`,
      sourceId: file.sourceId,
      line: index === file.index ? line + 1 : null,
      at: Number.isNaN(time) ? null : time,
      level: levelOfCode(index.marks.level(line)),
      format: table.formats[at] ?? 'plain',
      startsEntry: index.marks.starts(line),
      text: shown.text,
      spans: shown.spans,
      cutBytes: shown.cutBytes,
      ...(line < index.wholeLineCount ? {} : { unfinished: true }),
    };
  }

  /** All of a line, up to 1 MiB of it, and how much is left out. */
  text({ file, index, line }: ViewLine): { text: string; cutBytes: number } | null {
    if (line >= index.lineCount) return null;
    const { from: offset, to: next } = lineBounds({ file, index, line }, this.tables);
    const { bytes, missing } = this.bytesOf(file, offset, next - offset, mostTextBytes + uncertainCharacters);
    const mask = this.reveal ? {} : { mask: this.maskerAt(file, line, offset) };
    const most = { mostCharacters: Number.MAX_SAFE_INTEGER };
    const whole = displayLine(bytes, { ...most, ...mask });
    if (missing === 0 || bytes.length <= stateBytes) return { text: whole.text, cutBytes: missing };
    const cut = cutPlace(whole.text, Math.max(0, whole.text.length - uncertainCharacters));
    return {
      text: whole.text.slice(0, cut),
      cutBytes: missing + Buffer.byteLength(whole.text.slice(cut)),
    };
  }

  /** The line without its line break; of a long one its beginning, or the last state of its progress bar. */
  private bytesOf(
    file: ViewLine['file'],
    offset: number,
    length: number,
    mostBytes = shownBytes,
  ): { bytes: Buffer; missing: number } {
    const buffer = Buffer.allocUnsafe(Math.min(length, mostBytes));
    const got = buffer.subarray(0, file.read(buffer, buffer.length, offset));
    if (length <= mostBytes) {
      return { bytes: got.at(-1) === newline ? got.subarray(0, -1) : got, missing: 0 };
    }
    const end = Buffer.allocUnsafe(stateBytes);
    const tail = end.subarray(0, file.read(end, stateBytes, offset + length - stateBytes));
    const whole = tail.at(-1) === newline ? tail.subarray(0, -1) : tail;
    const lineBytes = length - (tail.length - whole.length);
    const { start, end: to } = lastState(whole, 0, whole.length);
    if (start > 0) return { bytes: whole.subarray(start, to), missing: lineBytes - (to - start) };
    return { bytes: got, missing: lineBytes - got.length };
  }

  /** Has seen the lines before, where a private key may have begun. */
  private maskerAt(file: ViewLine['file'], line: number, offset: number): LineMasker['mask'] {
    const known = this.maskers.get(file);
    if (known !== undefined && known.next === line) {
      known.next = line + 1;
      return known.masker.mask;
    }
    const masker = new LineMasker(this.hidden);
    const from = Math.max(0, offset - lookBackBytes);
    const buffer = Buffer.allocUnsafe(offset - from);
    const before = buffer.toString('utf8', 0, file.read(buffer, buffer.length, from));
    if (before.includes('PRIVATE KEY')) {
      for (const text of before.split('\n').slice(-keyLookBackLines - 1, -1)) masker.mask(text);
    }
    this.maskers.set(file, { masker, next: line + 1 });
    return masker.mask;
  }
}
