/** How much of the end is looked for when it comes again. */
const markBytes = 4_096;
const mostHeldBytes = 32 * 2 ** 20;
const newline = 10;

export interface ResumedBytesParts {
  write: (bytes: Buffer) => void;
  /** What comes next does not go on where the last ended: lines between are missing. */
  lost: () => void;
  /** How many lines of the past an answer tells at most. */
  mostLines: number;
}

/**
 * A log that comes in answers, each of which begins somewhere in the past and overlaps the one before: what is new is written, once. An answer that begins where the first
 * one did goes on at its byte; a later one behind the last 4 KiB that were written. (Where those stand in it more than once, as the same line
 * a hundred times does, lines may come twice.) At most 32 MiB are held.
 */
export class ResumedBytes {
  private beginning = Buffer.alloc(0);
  private end = Buffer.alloc(0);
  private written = 0;
  private held: Buffer[] | null = null;
  /** The end of what is held: what is looked for may stand across two pieces. */
  private seam = Buffer.alloc(0);
  private heldBytes = 0;
  private heldLines = 0;
  /** Whether this answer begins where the first one did, as far as is known. */
  private isAsBefore = true;

  constructor(private readonly parts: ResumedBytesParts) {}

  /** An answer begins. */
  begin(): void {
    this.held = this.written === 0 ? null : [];
    this.seam = Buffer.alloc(0);
    this.heldBytes = 0;
    this.heldLines = 0;
    this.isAsBefore = true;
  }

  piece(bytes: Buffer): void {
    if (this.held === null) {
      this.put(bytes);
      return;
    }
    const newest = Buffer.concat([this.seam, bytes]);
    this.seam = newest.subarray(Math.max(0, newest.length - this.end.length + 1));
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    this.heldLines += countLines(bytes);
    const isFull = this.heldLines >= this.parts.mostLines || this.heldBytes > mostHeldBytes;
    const wasAsBefore = this.isAsBefore;
    this.isAsBefore = wasAsBefore && this.beginsAsBefore(bytes);
    const isThere = this.isAsBefore
      ? this.heldBytes >= this.written
      : wasAsBefore || newest.includes(this.end);
    if (isFull || isThere) this.release(isFull);
  }

  /** The answer is at its end. */
  finish(): void {
    if (this.held !== null) this.release(true);
  }

  private beginsAsBefore(bytes: Buffer): boolean {
    const at = this.heldBytes - bytes.length;
    const known = this.beginning.subarray(at, at + bytes.length);
    return known.equals(bytes.subarray(0, known.length));
  }

  private release(isLast: boolean): void {
    const all = Buffer.concat(this.held ?? []);
    const { end, written } = this;
    const isAtByte =
      this.isAsBefore && all.length >= written && all.subarray(written - end.length, written).equals(end);
    const found = isAtByte ? written - end.length : all.indexOf(end);
    if (found === -1 && !isLast) return;
    this.held = null;
    if (found === -1 && all.length > 0) this.parts.lost();
    this.put(found === -1 ? all : all.subarray(found + end.length));
  }

  private put(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.parts.write(bytes);
    this.written += bytes.length;
    if (this.beginning.length < markBytes)
      this.beginning = Buffer.concat([this.beginning, bytes.subarray(0, markBytes - this.beginning.length)]);
    this.end = Buffer.concat([this.end, bytes.subarray(-markBytes)]).subarray(-markBytes);
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}
