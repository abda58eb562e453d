/** A wall clock's minute, in no zone yet. Months count from 1. */
export interface WallMinute {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** Ms since the epoch at which a clock on the wall shows this minute. */
export type EpochOfWall = (wall: WallMinute) => number;

/** This machine's own zone. An hour that comes twice at the end of summer time is taken for the first. */
export const epochOfLocalWall: EpochOfWall = ({ year, month, day, hour, minute }) =>
  new Date(year, month - 1, day, hour, minute).getTime();

const dayMs = 86_400_000;

/**
 * What a line does not tell by itself: its year (glog) and its zone (all but ISO times). Remembers the last minute, because a zone's rules
 * are slow to ask and lines of one minute come together. One for each file; not to be shared between files of different years.
 */
export class LineContext {
  private lastKey = -1;
  private lastEpoch = 0;

  constructor(
    /** When the file was last written, ms since the epoch: no line of it is younger. Whoever follows a file moves it on. */
    public writtenAt: number,
    private readonly epochOfWall: EpochOfWall = epochOfLocalWall,
  ) {}

  /** Ms since the epoch of the minute; null where there is no such minute ("2024-13-01"). */
  epochOfMinute(year: number, month: number, day: number, hour: number, minute: number): number | null {
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return null;
    const key = (((year * 13 + month) * 32 + day) * 24 + hour) * 60 + minute;
    if (key !== this.lastKey) {
      this.lastEpoch = this.epochOfWall({ year, month, day, hour, minute });
      this.lastKey = key;
    }
    return Number.isFinite(this.lastEpoch) ? this.lastEpoch : null;
  }

  /** The year of a line that names only month and day: the last one in which it is not after the file was written. */
  yearOf(month: number, day: number): number {
    const year = new Date(this.writtenAt).getUTCFullYear();
    // A day's grace: the wall's date and the epoch's may differ.
    if (Date.UTC(year + 1, month - 1, day) <= this.writtenAt + dayMs) return year + 1;
    return Date.UTC(year, month - 1, day) <= this.writtenAt + dayMs ? year : year - 1;
  }
}
