import type { ReadAt } from '../index/line-index';

const headPrintBytes = 1_024;
const endPrintBytes = 64;

/**
 * What a file looked like where it was read: its first bytes and the last ones before the place up to which it was read. A file that was cut and
 * written anew is told by them, even when it has grown beyond its old size meanwhile.
 */
export class FilePrints {
  private head: Buffer = Buffer.alloc(0);
  private end: Buffer = Buffer.alloc(0);
  private endAt = 0;

  /**
   * Remembers the file as it is up to `size`.
   *
   * @returns false, remembering nothing, where it is shorter by now, or begins with something else
   */
  take(read: ReadAt, size: number): boolean {
    const head = bytesAt(read, 0, Math.min(headPrintBytes, size));
    const endAt = Math.max(0, size - endPrintBytes);
    const end = bytesAt(read, endAt, size - endAt);
    const isWhole = head.length === Math.min(headPrintBytes, size) && end.length === size - endAt;
    if (!isWhole || !head.subarray(0, this.head.length).equals(this.head)) return false;
    this.head = head;
    this.end = end;
    this.endAt = endAt;
    return true;
  }

  /** True while what was read is still there; of a shorter file, while its first bytes are. */
  hold(read: ReadAt, size: number): boolean {
    const { head, end, endAt } = this;
    const length = Math.min(head.length, size);
    if (!bytesAt(read, 0, length).equals(head.subarray(0, length))) return false;
    return endAt + end.length > size || bytesAt(read, endAt, end.length).equals(end);
  }

  /** True where the other begins with the same bytes as this one, and there are any. */
  isLike(other: FilePrints): boolean {
    const length = Math.min(this.head.length, other.head.length);
    return length > 0 && this.head.subarray(0, length).equals(other.head.subarray(0, length));
  }
}

function bytesAt(read: ReadAt, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, read(buffer, length, position));
}
