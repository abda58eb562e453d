import { closeSync, lstatSync, readSync } from 'node:fs';
import { taskFailureLogName } from '../../../shared/own-logs';
import type { ReadAt } from '../index/line-index';
import type { ListedLog } from '../sources/list-logs';
import { bornAt, identityOf, LogFile, type OpenBudget } from './log-file';
import { FilePrints } from './file-prints';
import { firstToldTime } from './first-told-time';
import { openLogFile, type OpenedFile } from './open-log-file';

/** A file that goes on where an earlier one ended: its first bytes are the earlier one's, and were told already. */
export interface Continuation {
  of: LogFile;
  commonBytes: number;
}

/** An empty file that is older stays empty. */
const freshMs = 10_000;

export interface OpenedLog {
  file: LogFile;
  continues: Continuation | null;
}

export interface SourceChange {
  added: OpenedLog[];
  /** Those that were cut: what they became is in no listing yet. */
  removed: LogFile[];
  /** A file was renamed or deleted since it was listed: the folder is to be listed again before anything is told. */
  isOutdated: boolean;
  /** The folder is to be listed again soon. */
  isUndecided: boolean;
}

/** A log that is turned over may have its last lines written while the next file is there already, ms. */
const besideMs = 1_000;
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
  /** Identities of what was listed last. */
  private listed: ReadonlySet<string> = new Set();
  /** Copies of what is still whole, by identity. */
  private readonly copies = new Map<string, LogFile>();

  constructor(
    readonly id: string,
    private readonly folder: string,
    private readonly nextFileId: () => number,
  ) {}

  /** Those that were deleted: they can be read while they are open, and fill the disk as long. */
  get deleted(): readonly LogFile[] {
    return this.files.filter(({ identity }) => !this.listed.has(identity));
  }

  /** Closes a file for good. */
  drop(file: LogFile): void {
    this.files.splice(this.files.indexOf(file), 1);
    file.close();
  }

  /** Looks at every file. What grew is read; what was cut is taken out, and what it became is found by `reconcile`. */
  readOn(lookedAt: number): { grew: LogFile[]; cut: LogFile[] } {
    const grew: LogFile[] = [];
    const cut: LogFile[] = [];
    for (const file of this.files.slice()) {
      const look = file.look(lookedAt);
      if (look === 'same') continue;
      if (look === 'grew') {
        file.advance(drainBytes, lookedAt);
        grew.push(file);
        continue;
      }
      this.drop(file);
      this.cut.push(file);
      if (this.cut.length > mostCut) this.cut.shift();
      cut.push(file);
    }
    return { grew, cut };
  }

  /**
   * Opens what is new of these logs, given in their order. Where a file was cut since they were listed nothing is opened: its copy is not among them.
   *
   * @param mostFiles the newest of them are opened
   * @param lookedAt when this look began: what came in until now is placed at this time, where it tells none
   * @param isLast the folder is not listed again before something is told: what can be opened is
   */
  reconcile(
    logs: readonly ListedLog[],
    mostFiles: number,
    lookedAt: number,
    budget: OpenBudget,
    isLast: boolean,
  ): SourceChange {
    const change: SourceChange = { added: [], removed: [], isOutdated: false, isUndecided: false };
    const order = new Map(logs.map(({ stat }, place) => [identityOf(stat), place]));
    const placeOf = ({ identity }: LogFile): number => order.get(identity) ?? -1;
    this.take(logs, order);
    // What was deleted came before what is there.
    this.files.sort((a, b) => placeOf(a) - placeOf(b));
    const unknown = logs.slice(-mostFiles).filter((log) => !this.isKnown(log));
    if (unknown.length === 0) return change;
    // Whoever writes a new file is done with the one before: what came in there is read first.
    change.removed = this.readOn(lookedAt).cut;
    if (change.removed.length > 0) return change;
    for (const log of unknown) {
      const identity = identityOf(log.stat);
      // A copy that has only begun: whose it is shows when there is something in it.
      if (log.isBackup && log.stat.size === 0 && lookedAt - log.stat.mtimeMs < freshMs) {
        change.isUndecided = true;
        continue;
      }
      const place = order.get(identity) ?? 0;
      const earlier = this.files.filter((file) => placeOf(file) < place);
      const added = this.open(log, this.copies.get(identity) ?? null, earlier);
      if (added === 'moved') {
        change.isOutdated = true;
        // What comes behind it is placed behind it: it waits for the next listing, too.
        if (isLast) continue;
        break;
      }
      if (added === null) continue;
      this.files.push(added.file);
      this.files.sort((a, b) => placeOf(a) - placeOf(b));
      added.file.open(budget);
      change.added.push(added);
    }
    return change;
  }

  close(): void {
    for (const file of this.files) file.close();
  }

  /** Remembers what is listed, and what its files are called now. */
  private take(logs: readonly ListedLog[], order: ReadonlyMap<string, number>): void {
    this.listed = new Set(order.keys());
    // The number of a file that is gone is another one's soon.
    for (const identity of this.copies.keys()) if (!this.listed.has(identity)) this.copies.delete(identity);
    const paths = new Map(logs.map(({ stat, path }) => [identityOf(stat), path]));
    for (const file of this.files) file.path = paths.get(file.identity) ?? file.path;
  }

  /** Is open, or a copy of what is open. */
  private isKnown({ stat }: ListedLog): boolean {
    const identity = identityOf(stat);
    const original = this.copies.get(identity);
    if (original !== undefined && this.files.includes(original)) return true;
    return this.files.some((file) => file.identity === identity);
  }

  /** Null for what can't be read, and for a copy of what is still whole; 'moved' where another file has its name by now, or none. */
  private open(
    log: ListedLog,
    original: LogFile | null,
    earlier: readonly LogFile[],
  ): OpenedLog | 'moved' | null {
    const identity = identityOf(log.stat);
    const opened = openLogFile(this.folder, log.path);
    if (opened === null) return isThere(log) ? null : 'moved';
    if (identityOf(opened.stat) !== identity) {
      closeSync(opened.fd);
      return 'moved';
    }
    // What the head told of a failure comes seconds after its time, or hours, and in one piece.
    const isWrittenWhole = log.file === taskFailureLogName;
    const { path, isBackup } = log;
    const place = { id: this.nextFileId(), sourceId: this.id, path, isBackup, isWrittenWhole };
    const born = bornAt(opened.stat);
    const prints = printsOf(opened);
    // A copy is younger than what it is a copy of.
    const alike = this.files.filter(
      (other) =>
        isBackup && other.bornAt <= born && other.size >= opened.stat.size && prints.isLike(other.prints),
    );
    const whole = alike.find((other) => prints.hold(other.read, other.size));
    const isCut = whole === undefined && alike.some((other) => !other.isIntact());
    if (whole !== undefined || isCut) {
      if (whole !== undefined) this.copies.set(identity, whole);
      closeSync(opened.fd);
      return isCut ? 'moved' : null;
    }
    const told = firstToldTime(opened) ?? Number.POSITIVE_INFINITY;
    const begin = Math.min(born, told);
    const after = (files: readonly LogFile[]): number => Math.max(begin, ...files.map(lastTimeOf));
    const isOriginal = original !== null && prints.isLike(original.prints);
    const copied = !isBackup ? undefined : isOriginal ? original : this.cutIn(opened);
    // By its number alone: a copy may have got that of a file that was cut, and deleted since.
    const itself = copied === undefined ? lastOf(this.cut, (file) => file.identity === identity) : undefined;
    if (itself !== undefined) {
      const file = new LogFile(place, opened, after([...earlier, ...this.cut]));
      return { file, continues: { of: itself, commonBytes: itself.keptBytes } };
    }
    if (copied === undefined) {
      const ended = earlier.filter((file) => isBackup || file.isBackup || !isWrittenBeside(file, born));
      return { file: new LogFile(place, opened, after(ended)), continues: null };
    }
    // Lines without times stood where they arrived: of a copy only the end of that is known.
    const floor = Number.isFinite(told) ? copied.index.start.floor : copied.index.lastTime;
    // Its lines are the ones that were told: they keep their keys.
    const { id } = this.files.some((other) => other.id === copied.id) ? place : copied;
    const file = new LogFile({ ...place, id }, opened, floor);
    file.writtenUntil = copied.index.lastTime;
    return { file, continues: { of: copied, commonBytes: copied.size } };
  }

  /** The file that was cut and that this one has a copy of, as far as that was read. */
  private cutIn({ fd, stat }: OpenedFile): LogFile | undefined {
    const read = readerOf(fd);
    return lastOf(
      this.cut,
      ({ size, prints }) => size > 0 && stat.size >= size && prints.hold(read, stat.size),
    );
  }
}

/** The last one of which it is true. */
function lastOf(files: readonly LogFile[], isWanted: (file: LogFile) => boolean): LogFile | undefined {
  for (let at = files.length - 1; at >= 0; at -= 1) {
    const file = files[at];
    if (file !== undefined && isWanted(file)) return file;
  }
  return undefined;
}

/** Its writer goes on after another one has begun a file of the same log: a head's raylet.out and a worker's raylet.1.out on one machine. */
const isWrittenBeside = (file: LogFile, born: number): boolean => file.modifiedAt > born + besideMs;

function isThere({ path, stat }: ListedLog): boolean {
  const now = lstatSync(path, { throwIfNoEntry: false });
  return now !== undefined && identityOf(now) === identityOf(stat);
}

/** No line of it is placed later. */
const lastTimeOf = (file: LogFile): number =>
  file.isIndexed ? file.index.lastTime : Math.max(file.index.lastTime, file.modifiedAt);

const readerOf =
  (fd: number): ReadAt =>
  (buffer, bytes, position) =>
    readSync(fd, buffer, 0, bytes, position);

function printsOf({ fd, stat }: OpenedFile): FilePrints {
  const prints = new FilePrints();
  prints.take(readerOf(fd), stat.size);
  return prints;
}
