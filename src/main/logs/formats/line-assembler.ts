import { code } from './bytes';

/** A whole line, or the one that is still being written. Offsets are bytes in the stream. */
export interface AssembledLine {
  /** Where the line begins. */
  start: number;
  /** Behind its last byte; its line break, if any, comes after. */
  end: number;
  /** The last state of the line (what a carriage return did not write over), from its beginning; at most `mostKeptBytes`. */
  bytes: Uint8Array;
  /** How long that last state is: more than `bytes.length` in a line too long to be kept. */
  stateBytes: number;
}

/** More than is ever shown of a line; the rest of a longer one is counted, not kept. */
export const mostKeptBytes = 64 * 1_024;

/**
 * Makes lines of a stream of bytes, however it is cut into chunks. Ends a line at \n or \r\n; a lone \r begins its text anew, as a
 * terminal does, so that an hour of a progress bar takes no more room than one. Holds at most `mostKeptBytes` (and the chunk that it is given).
 */
export class LineAssembler {
  private lineStart: number;
  private position: number;
  private stateBytes = 0;
  private kept: Uint8Array[] = [];
  private keptBytes = 0;
  /** A \r came; the next byte says whether it was a line break's or a new state's. */
  private returned = 0;

  /** @param offset of the stream's first byte */
  constructor(offset = 0) {
    this.lineStart = offset;
    this.position = offset;
  }

  /** @returns the lines that ended in this chunk */
  push(chunk: Uint8Array): AssembledLine[] {
    const lines: AssembledLine[] = [];
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf(code.newline, from);
      const to = newline === -1 ? chunk.length : newline;
      this.take(chunk.subarray(from, to));
      if (newline === -1) break;
      lines.push(this.line());
      this.position += 1;
      this.begin();
      from = newline + 1;
    }
    return lines;
  }

  /** The line that has no line break yet; null where nothing of one was written. */
  pending(): AssembledLine | null {
    return this.position === this.lineStart ? null : this.line();
  }

  private take(part: Uint8Array): void {
    let from = 0;
    while (from < part.length) {
      const carriage = part.indexOf(code.return, from);
      const to = carriage === -1 ? part.length : carriage;
      if (to > from) this.keep(part.subarray(from, to));
      if (carriage === -1) break;
      this.returned += 1;
      this.position += 1;
      from = carriage + 1;
    }
  }

  private keep(bytes: Uint8Array): void {
    if (this.returned > 0) this.clear();
    this.stateBytes += bytes.length;
    this.position += bytes.length;
    const room = mostKeptBytes - this.keptBytes;
    if (room <= 0) return;
    // A copy: the chunk's buffer is the reader's, to be written over.
    const part = new Uint8Array(bytes.subarray(0, room));
    this.kept.push(part);
    this.keptBytes += part.length;
    if (this.kept.length > 64) this.kept = [joined(this.kept, this.keptBytes)];
  }

  private line(): AssembledLine {
    return {
      start: this.lineStart,
      end: this.position - this.returned,
      bytes: joined(this.kept, this.keptBytes),
      stateBytes: this.stateBytes,
    };
  }

  private begin(): void {
    this.lineStart = this.position;
    this.clear();
  }

  private clear(): void {
    this.kept = [];
    this.keptBytes = 0;
    this.stateBytes = 0;
    this.returned = 0;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
