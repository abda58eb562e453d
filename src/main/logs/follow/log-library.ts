import { statSync } from 'node:fs';
import type { LogFolder } from '../sources/log-places';
import type { CataloguedSource, SourceCatalogue } from '../sources/source-catalogue';
import { type LogFile, type OpenBudget, timeGrainMs } from './log-file';
import { type Continuation, drainBytes, SourceFiles } from './source-files';

export interface LibraryChange {
  added: { file: LogFile; continues: Continuation | null }[];
  removed: LogFile[];
  grew: LogFile[];
  /** A folder was listed anew: there may be other sources. */
  listed: boolean;
}

/** Files of one source that are opened at once, the newest: Ray keeps up to five of each by default, Raybar two. */
const mostFilesOfSource = 40;
/** Deleted files that stay open, the ones last written: the rest of them can still be read, but they fill the disk. */
const mostDeletedFiles = 64;
/** A log that is turned over more often than folders can be listed is looked at again by the next look. */
const mostLooks = 5;

interface FolderState {
  folder: LogFolder;
  /** The times of its directories when it was listed last. */
  print: string;
  listedAt: number;
}

/** All files that views have open, shared between them. */
export class LogLibrary {
  private readonly open = new Map<string, { source: SourceFiles; users: number }>();
  private readonly folders = new Map<string, FolderState>();
  private lastFileId: number;

  constructor(
    readonly catalogue: SourceCatalogue,
    private readonly now: () => number,
    firstId: number,
  ) {
    this.lastFileId = firstId;
  }

  get openFileCount(): number {
    return [...this.open.values()].reduce((sum, { source }) => sum + source.files.length, 0);
  }

  /** Lists these folders where they changed since. */
  list(folders: readonly LogFolder[]): boolean {
    let listed = false;
    for (const folder of folders) {
      const state = this.folders.get(folder.path);
      if (state !== undefined && !this.hasChanged(state)) continue;
      this.catalogue.scan(folder);
      const listedAt = this.now();
      this.folders.set(folder.path, { folder, print: this.printOf(folder.path), listedAt });
      listed = true;
    }
    return listed;
  }

  /** Opens a source's files, or shares them. Each `use` wants its `release`. What goes over the budget is indexed later. */
  use({ id, folder, logs }: CataloguedSource, budget: OpenBudget): readonly LogFile[] {
    const known = this.open.get(id);
    if (known !== undefined) {
      known.users += 1;
      return known.source.files;
    }
    const source = new SourceFiles(id, folder.path, () => (this.lastFileId += 1));
    let listed = logs;
    for (let looks = 0; looks < mostLooks; looks += 1) {
      const isLast = looks === mostLooks - 1;
      const now = this.now();
      const change = source.reconcile(listed, mostFilesOfSource, now, budget, isLast);
      const isStale = change.isOutdated || change.removed.length > 0;
      if (isStale || change.isUndecided) this.listAnew();
      if (!isStale) break;
      listed = this.catalogue.scan(folder).find((each) => each.id === id)?.logs ?? [];
    }
    this.open.set(id, { source, users: 1 });
    return source.files;
  }

  release(id: string): void {
    const known = this.open.get(id);
    if (known === undefined) return;
    known.users -= 1;
    if (known.users > 0) return;
    known.source.close();
    this.open.delete(id);
  }

  /** How many files of these sources are open though they were deleted. */
  deletedFilesOf(ids: Iterable<string>): number {
    return [...ids].reduce((sum, id) => sum + (this.open.get(id)?.source.deleted.length ?? 0), 0);
  }

  filesOf(id: string): readonly LogFile[] {
    return this.open.get(id)?.source.files ?? [];
  }

  /**
   * Looks at every open file, and at folders that changed, until a listing has nothing that is not open. So what was read of any file was
   * written before that listing, and no line of it comes behind one in a file that nobody has seen: a copy whose original was cut while the
   * folder was listed. What grew is indexed on the spot, but for a very large burst.
   */
  look(folders: readonly LogFolder[]): LibraryChange {
    const change: LibraryChange = { added: [], removed: [], grew: [], listed: false };
    let looks = 0;
    while ((looks += 1) <= mostLooks && this.lookOnce(folders, change, looks === mostLooks));
    change.removed.push(...this.dropDeleted());
    return change;
  }

  close(): void {
    for (const { source } of this.open.values()) source.close();
    this.open.clear();
  }

  /** True where it found what others may have come with. */
  private lookOnce(folders: readonly LogFolder[], change: LibraryChange, isLast: boolean): boolean {
    const lookedAt = this.now();
    const cut: LogFile[] = [];
    for (const { source } of this.open.values()) {
      const found = source.readOn(lookedAt);
      change.grew.push(...found.grew);
      cut.push(...found.cut);
    }
    change.removed.push(...cut);
    if (cut.length > 0) this.listAnew();
    if (!this.list(folders)) return false;
    change.listed = true;
    return this.reconcile(change, lookedAt, isLast) || cut.length > 0;
  }

  /** True where something was opened, cut or moved. */
  private reconcile(change: LibraryChange, lookedAt: number, isLast: boolean): boolean {
    let isNew = false;
    let isUndecided = false;
    for (const { source } of this.open.values()) {
      const found = source.reconcile(
        this.catalogue.find(source.id)?.logs ?? [],
        mostFilesOfSource,
        lookedAt,
        { bytes: drainBytes, mostOfOne: drainBytes },
        isLast,
      );
      change.added.push(...found.added);
      change.removed.push(...found.removed);
      isNew ||= found.added.length > 0 || found.removed.length > 0 || found.isOutdated;
      isUndecided ||= found.isUndecided;
    }
    if (isNew || isUndecided) this.listAnew();
    return isNew;
  }

  /** Folders are listed by the next look, changed or not. */
  private listAnew(): void {
    for (const state of this.folders.values()) state.print = '';
  }

  private dropDeleted(): LogFile[] {
    const deleted = [...this.open.values()]
      .flatMap(({ source }) => source.deleted.map((file) => ({ source, file })))
      .sort((a, b) => a.file.modifiedAt - b.file.modifiedAt);
    const tooMany = deleted.slice(0, Math.max(0, deleted.length - mostDeletedFiles));
    for (const { source, file } of tooMany) source.drop(file);
    return tooMany.map(({ file }) => file);
  }

  private hasChanged({ folder, print, listedAt }: FolderState): boolean {
    return print !== this.printOf(folder.path) || this.newest(folder.path) > listedAt - timeGrainMs;
  }

  private printOf(folder: string): string {
    return this.times(folder).join();
  }

  private newest(folder: string): number {
    return Math.max(...this.times(folder));
  }

  private times(folder: string): number[] {
    const directories = this.catalogue.directories.get(folder) ?? [folder];
    return directories.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  }
}
