import type { LogQuery, LogViewState } from '../../../shared/log-views';
import { FolderWatch } from '../follow/folder-watch';
import { LogLibrary } from '../follow/log-library';
import type { Searchers } from '../search/searchers';
import type { LogFolder } from '../sources/log-places';
import type { SourceCatalogue } from '../sources/source-catalogue';
import { LogView } from '../view/log-view';
import type { TableCache } from '../view/table-cache';
import { foldersOf } from './choose-sources';
import { IndexSlices } from './index-slices';
import { linesOfTask } from './lines-of-task';
import { LookLoop } from './look-loop';
import { OpenedView } from './opened-view';
import { OpenedViews } from './opened-views';
import { selectFiles } from './select-files';
import { viewStateOf } from './view-state';

export interface LiveViewsParts {
  catalogue: SourceCatalogue;
  tables: TableCache;
  searchers: Searchers;
  /** A view changed. */
  tell: (state: LogViewState) => void;
  now: () => number;
  /** Views and files are numbered from here on. */
  firstId: number;
  looksByItself: boolean;
}

/** The open views, kept current: their files are opened, looked at and indexed as long as somebody has them open. */
export class LiveViews {
  readonly library: LogLibrary;
  private readonly opened: OpenedViews;
  private readonly slices: IndexSlices;
  private readonly loop: LookLoop;
  private readonly watch: FolderWatch;
  private lastView: number;

  constructor(private readonly parts: LiveViewsParts) {
    this.lastView = parts.firstId;
    this.library = new LogLibrary(parts.catalogue, parts.now, parts.firstId);
    this.opened = new OpenedViews(parts.now, (closed) => this.letGo(closed));
    this.slices = new IndexSlices(
      () => this.opened.all(),
      parts.now,
      () => {
        for (const opened of this.opened.all()) this.openAll(opened);
      },
    );
    this.loop = new LookLoop(parts.now, () => this.look());
    this.watch = new FolderWatch(() => this.loop.soon());
  }

  get count(): number {
    return this.opened.count;
  }

  has(id: string): boolean {
    return this.opened.has(id);
  }

  /** @throws RaybarFailure log-view-gone */
  asked(id: string): OpenedView {
    const opened = this.opened.asked(id);
    this.openAll(opened);
    return opened;
  }

  /**
   * A view with its files open; `goOn` has them indexed. `lastRows`: the view is shown at its end, so many rows of it; files that were written before
   * those are opened when something else is asked of it, or when the indexing goes on.
   */
  open(query: LogQuery, lastRows: number | null = null): OpenedView {
    this.opened.makeRoom();
    const { parts } = this;
    const { tables, searchers, now } = parts;
    const id = `v${(this.lastView += 1)}`;
    const opened: OpenedView = new OpenedView(
      id,
      new LogView(
        {
          id,
          tables,
          searchers,
          now,
          changed: () => opened.changed(),
          linesOfTask: (file, index, task) =>
            linesOfTask(parts.catalogue, { file, index, files: this.library.filesOf(file.sourceId) }, task),
        },
        query,
      ),
      now,
      (view) => this.tell(view),
    );
    // What other views have open may have changed since the last look.
    this.look();
    this.opened.add(opened);
    this.choose(opened, query, lastRows);
    return opened;
  }

  setQuery(opened: OpenedView, query: LogQuery): void {
    // Listing its folders uses up what is new in them: it is taken in before.
    this.look();
    this.choose(opened, query, null);
  }

  private choose(opened: OpenedView, query: LogQuery, lastRows: number | null): void {
    const { view } = opened;
    view.setQuery(query);
    this.library.list(foldersOf(this.parts.catalogue, query));
    opened.hasAllFiles = selectFiles(
      opened,
      null,
      this.parts.catalogue,
      this.library,
      lastRows === null ? null : (writtenAt) => view.hasRowsAfter(writtenAt, lastRows),
    );
  }

  private openAll(opened: OpenedView): void {
    if (opened.hasAllFiles) return;
    opened.hasAllFiles = true;
    selectFiles(opened, null, this.parts.catalogue, this.library);
    opened.changed();
    this.goOn();
  }

  /** Looks at files and folders now, and takes in what changed. True where something did. */
  look(): boolean {
    this.opened.closeForgotten();
    if (this.opened.count === 0) return false;
    const change = this.library.look(this.watchedFolders());
    const any = change.listed || change.removed.length > 0 || change.grew.length > 0;
    if (!any) return false;
    for (const opened of this.opened.all()) {
      if (change.listed || change.removed.length > 0)
        selectFiles(opened, change, this.parts.catalogue, this.library);
      else if (opened.view.openFiles.some(({ file }) => change.grew.includes(file))) opened.view.update();
      else continue;
      opened.changed();
    }
    this.goOn();
    return change.grew.length > 0 || change.added.length > 0 || change.removed.length > 0;
  }

  /** Indexes nothing for so many ms. */
  holdIndexing(ms: number): void {
    this.slices.hold(ms);
  }

  /** Watches, and indexes what is not indexed yet, in slices between answers. */
  goOn(): void {
    if (this.opened.count > 0 && this.parts.looksByItself) {
      this.watch.set(
        this.watchedFolders().flatMap(({ path }) => this.parts.catalogue.directories.get(path) ?? []),
      );
      this.loop.start();
    }
    this.slices.goOn();
  }

  close(id: string): void {
    this.opened.close(id);
  }

  closeAll(): void {
    this.opened.closeAll();
  }

  private watchedFolders(): LogFolder[] {
    const folders = new Map(
      this.opened
        .all()
        .flatMap(({ view }) => foldersOf(this.parts.catalogue, view.query))
        .map((folder) => [folder.path, folder]),
    );
    return [...folders.values()];
  }

  private letGo({ used }: OpenedView): void {
    for (const source of used) this.library.release(source);
    if (this.opened.count > 0) return;
    this.loop.stop();
    this.watch.close();
  }

  private tell(opened: OpenedView): void {
    if (!this.opened.has(opened.id)) return;
    if (opened.view.isStale) opened.view.update();
    this.parts.tell(viewStateOf(opened));
  }
}
