import type { ListedLog } from '../sources/list-logs';
import { bornAt, identityOf, LogFile } from './log-file';
import { firstToldTime } from './first-told-time';
import { openLogFile } from './open-log-file';

/** A file that goes on where an earlier one ended: its first bytes are the earlier one's, and were told already. */
export interface Continuation {
  of: LogFile;
  commonBytes: number;
}

export interface SourceChange {
  added: { file: LogFile; continues: Continuation | null }[];
  removed: LogFile[];
}

/** What was cut is remembered until its copy was found; more than these are none's. */
const mostCut = 8;
/** Read at once of a file that grew, before whatever came after it is looked at. */
export const drainBytes = 64 * 1024 * 1024;

/**
 * The open files of one source, in their order. Follows it through renaming, copying and cutting: no line of it is there twice, and none
 * that was read is lost while its file can still be read.
 */
export class SourceFiles {
  readonly files: LogFile[] = [];
  private readonly cut: LogFile[] = [];
  /** Copies of what is still whole, by identity. */
  private readonly copies = new Map<string, LogFile>();

  constructor(
    readonly id: string,
    private readonly folder: string,
    private readonly nextFileId: () => number,
    private readonly now: () => number,
  ) {}

  /** Takes out what was cut; what it became is found by `reconcile`. */
  takeCut(file: LogFile): void {
    const at = this.files.indexOf(file);
    if (at === -1) return;
    this.files.splice(at, 1);
    this.cut.push(file);
    if (this.cut.length > mostCut) this.cut.shift();
    file.close();
  }

  /** Opens what is new of these logs, given in their order. `mostFiles`: the newest of them. */
  reconcile(logs: readonly ListedLog[], mostFiles: number): SourceChange {
    const change: SourceChange = { added: [], removed: [] };
    for (const log of logs.slice(-mostFiles)) {
      const identity = identityOf(log.stat);
      const known = this.files.find((file) => file.identity === identity);
      if (known !== undefined) {
        known.path = log.path;
        continue;
      }
      const original = this.copies.get(identity);
      if (original !== undefined && this.files.includes(original)) continue;
      const added = this.open(log, original ?? null);
      if (added !== null) change.added.push(added);
    }
    const gone = this.files.filter((file) => !logs.some(({ path }) => path === file.path));
    // What was deleted can still be read while it is open; but it fills the disk.
    for (const file of gone.slice(0, Math.max(0, gone.length - mostFiles))) {
      this.files.splice(this.files.indexOf(file), 1);
      file.close();
      change.removed.push(file);
    }
    return change;
  }

  close(): void {
    for (const file of this.files) file.close();
  }

  private open(
    log: ListedLog,
    original: LogFile | null,
  ): { file: LogFile; continues: Continuation | null } | null {
    const opened = openLogFile(this.folder, log.path);
    if (opened === null) return null;
    const identity = identityOf(opened.stat);
    if (this.files.some((file) => file.identity === identity)) {
      // Renamed between listing and opening: it is open already.
      new LogFile({ id: 0, sourceId: this.id, path: log.path }, opened, 0).close();
      return null;
    }
    // Whoever writes the new file is done with the one before: what came in there is read first.
    for (const file of this.files) if (file.look() === 'grew') file.advance(drainBytes, this.now());
    const place = { id: this.nextFileId(), sourceId: this.id, path: log.path };
    const itself = this.cut.find((file) => file.identity === identity);
    const begin = Math.min(bornAt(opened.stat), firstToldTime(opened) ?? Number.POSITIVE_INFINITY);
    const floor = Math.max(begin, ...[...this.files, ...this.cut].map(lastTimeOf));
    const file = new LogFile(place, opened, floor);
    if (itself !== undefined) return this.keep(file, { of: itself, commonBytes: itself.keptBytes });
    if (!log.isBackup) return this.keep(file, null);
    const whole = this.files.find((other) => other.size >= file.size && file.prints.isLike(other.prints));
    if (whole !== undefined) {
      this.copies.set(identity, whole);
      file.close();
      return null;
    }
    const copied = original ?? this.cutLike(file);
    if (copied === undefined) return this.keep(file, null);
    return this.keep(file, { of: copied, commonBytes: copied.size });
  }

  private cutLike({ prints }: LogFile): LogFile | undefined {
    for (let at = this.cut.length - 1; at >= 0; at -= 1) {
      const other = this.cut[at];
      if (other !== undefined && prints.isLike(other.prints)) return other;
    }
    return undefined;
  }

  private keep(
    file: LogFile,
    continues: Continuation | null,
  ): { file: LogFile; continues: Continuation | null } {
    this.files.push(file);
    file.open();
    return { file, continues };
  }
}

/** No line of it is placed later. */
const lastTimeOf = (file: LogFile): number =>
  file.isIndexed ? file.index.lastTime : Math.max(file.index.lastTime, file.modifiedAt);
