import type { LogLevel } from '../../../shared/logs';
import type { LineHead } from './line-head';

const gravity: Readonly<Record<LogLevel, number>> = {
  trace: 0,
  debug: 1,
  info: 2,
  warning: 3,
  error: 4,
  fatal: 5,
};

/** Where a stack trace stands within its entry. */
type Trace = 'none' | 'frames' | 'told' | 'chained';

/**
 * Goes through a file's lines in order and says where entries begin. What has neither level nor time belongs to the entry before; while there
 * is none with a level or a time (plain output), each line that is not indented is an entry of its own. So it is again where a worker begins another task. Small enough to be
 * kept for a place in a file: `state()` and `restore()`.
 */
export class EntryTracker implements EntryState {
  /** Of the entry that the last line belongs to. */
  level: LogLevel | null = null;
  /** Ms since the epoch; null until a line told a time. */
  at: number | null = null;
  headed = false;
  trace: Trace = 'none';
  afterHead = false;

  /** @returns true where this line begins an entry */
  feed(line: LineHead): boolean {
    const starts = this.begins(line);
    if (starts) this.begin(line);
    else this.goOn(line);
    return starts;
  }

  state(): EntryState {
    const { level, at, headed, trace, afterHead } = this;
    return { level, at, headed, trace, afterHead };
  }

  /** As `state()`, without a new object. */
  copyState(to: EntryState): void {
    to.level = this.level;
    to.at = this.at;
    to.headed = this.headed;
    to.trace = this.trace;
    to.afterHead = this.afterHead;
  }

  restore({ level, at, headed, trace, afterHead }: EntryState): void {
    Object.assign(this, { level, at, headed, trace, afterHead });
  }

  private begins({ kind }: LineHead): boolean {
    switch (kind) {
      case 'head':
      case 'crash':
      case 'marker':
        return true;
      case 'traceback':
        // `logger.exception` writes its traceback right behind its head; a chained one belongs to the one before.
        return !(this.trace === 'chained' || (this.trace === 'none' && this.isGrave()));
      case 'exception':
        return !(this.trace === 'frames' || this.trace === 'chained' || (this.afterHead && this.isGrave()));
      case 'plain':
      case 'chain':
        return !this.headed;
      default:
        return false;
    }
  }

  private begin({ kind, level, at }: LineHead): void {
    this.level = level;
    if (at !== null) this.at = at;
    this.headed = kind !== 'plain' && kind !== 'chain' && kind !== 'marker';
    this.afterHead = kind === 'head';
    this.trace = kind === 'traceback' ? 'frames' : kind === 'exception' ? 'told' : 'none';
  }

  private goOn({ kind }: LineHead): void {
    if (kind === 'traceback' || (kind === 'indented' && this.trace === 'told')) this.trace = 'frames';
    else if (kind === 'exception') this.trace = 'told';
    else if (kind === 'chain') this.trace = 'chained';
    else if (kind === 'indented' && this.afterHead && this.isGrave()) this.trace = 'frames';
    else if (kind === 'blank' && this.trace === 'frames') this.trace = 'told';
    if (kind !== 'blank') this.afterHead = this.afterHead && kind === 'plain';
  }

  private isGrave(): boolean {
    return this.headed && this.level !== null && gravity[this.level] >= gravity.warning;
  }
}

export interface EntryState {
  level: LogLevel | null;
  at: number | null;
  headed: boolean;
  trace: Trace;
  afterHead: boolean;
}
