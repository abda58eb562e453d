import { logLevels, type LogLevel } from '../../../shared/logs';

/** Levels as numbers: 0 for none, then logLevels from 1. */
export type LevelCode = number;

export const levelCode = (level: LogLevel | null): LevelCode =>
  level === null ? 0 : logLevels.indexOf(level) + 1;
export const levelOfCode = (code: LevelCode): LogLevel | null => logLevels[code - 1] ?? null;

const startsBit = 8;

/** Each line's level, and whether it begins an entry: half a byte a line, 5 MB for ten million. */
export class LineMarks {
  private packed = new Uint8Array(256);

  set(line: number, level: LevelCode, starts: boolean): void {
    const index = line >>> 1;
    if (index >= this.packed.length) this.grow();
    const mark = level | (starts ? startsBit : 0);
    const before = this.packed[index] ?? 0;
    this.packed[index] = (line & 1) === 0 ? (before & 0xf0) | mark : (before & 0x0f) | (mark << 4);
  }

  level(line: number): LevelCode {
    return this.mark(line) & 7;
  }

  starts(line: number): boolean {
    return (this.mark(line) & startsBit) !== 0;
  }

  private mark(line: number): number {
    const both = this.packed[line >>> 1] ?? 0;
    return (line & 1) === 0 ? both & 0x0f : both >>> 4;
  }

  private grow(): void {
    const larger = new Uint8Array(Math.ceil(this.packed.length * 1.5));
    larger.set(this.packed);
    this.packed = larger;
  }
}
