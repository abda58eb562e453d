import { RaybarFailure } from '../../../shared/errors';
import type { CommandHandlers } from '../../../shared/ipc';
import type { LogProblems } from '../../../shared/log-problems';
import type {
  LogFollow,
  LogOpened,
  LogPlace,
  LogRow,
  LogRows,
  LogSource,
  LogText,
  LogViewState,
} from '../../../shared/log-views';
import { FolderWatch } from '../follow/folder-watch';
import type { LogFile } from '../follow/log-file';
import { type LibraryChange, LogLibrary } from '../follow/log-library';
import type { Continuation } from '../follow/source-files';
import type { LogCommandName } from '../log-handlers';
import { Searchers, type StartSearchThread } from '../search/searchers';
import type { LogPlaces } from '../sources/log-places';
import { noPlaces } from '../sources/log-places';
import { SourceCatalogue } from '../sources/source-catalogue';
import { LogView } from '../view/log-view';
import { RowReader } from '../view/row-reader';
import { TableCache } from '../view/table-cache';
import type { ViewLine } from '../view/view-lines';
import { chooseSources, foldersOf } from './choose-sources';
import { LookLoop } from './look-loop';
import { OpenedView } from './opened-view';
import { ProblemScans } from './problem-scans';
import { readEntry, readRows } from './read-text';

type Input<N extends LogCommandName> = Parameters<CommandHandlers[N]>[0];

export interface LogEngineParts {
  startSearchThread: StartSearchThread;
  searchThreads: number;
  /** How long a search thread may take for one piece of work, ms. */
  searchBudgetMs: number;
  /** A view changed. */
  tell: (state: LogViewState) => void;
  now: () => number;
  /** Views and files are numbered from here on: those of an engine that ended must not be taken for this one's. */
  firstId?: number;
  /** False for tests, which look when they want to. */
  looksByItself: boolean;
}

const mostViews = 4;
/** A view that nobody asks anything of is closed. */
const forgottenMs = 5 * 60_000;
/** Indexed at once, between answers: about 10 ms. */
const sliceBytes = 8 * 1024 * 1024;

/**
 * The log viewer's engine: everything but the drawing. Runs in a thread of its own; `answer` is its one way in, `tell` its one way
 * out. Views share files, indexes and search threads.
 */
export class LogEngine {
  readonly catalogue = new SourceCatalogue();
  private readonly library: LogLibrary;
  private readonly tables = new TableCache();
  private readonly searchers: Searchers;
  private readonly views = new Map<string, OpenedView>();
  private readonly loop: LookLoop;
  private readonly watch: FolderWatch;
  private readonly problemScans: ProblemScans;
  private places: LogPlaces = noPlaces;
  private lastView: number;
  private indexing = false;

  constructor(private readonly parts: LogEngineParts) {
    this.lastView = parts.firstId ?? 0;
    this.library = new LogLibrary(this.catalogue, parts.now, this.lastView);
    this.searchers = new Searchers(parts.startSearchThread, parts.searchThreads, parts.searchBudgetMs);
    this.problemScans = new ProblemScans(parts.now);
    this.loop = new LookLoop(parts.now, () => this.look());
    this.watch = new FolderWatch(() => this.loop.soon());
  }

  get viewCount(): number {
    return this.views.size;
  }

  setPlaces(places: LogPlaces): void {
    this.places = places;
    this.catalogue.setPlaces(places);
    if (this.views.size > 0) this.look();
  }

  async answer<N extends LogCommandName>(name: N, input: Input<N>): Promise<unknown> {
    const answers: { [Each in LogCommandName]: (input: Input<Each>) => unknown } = {
      logsSources: (asked) => this.sources(asked),
      logsOpen: (asked) => this.open(asked),
      logsChange: (asked) => this.change(asked),
      logsRows: (asked) => this.rows(asked),
      logsLocate: (asked) => this.locate(asked),
      logsMatch: (asked) => this.match(asked),
      logsText: (asked) => this.text(asked),
      logsFollow: (asked) => this.follow(asked),
      logsProblems: (asked) => this.problems(asked),
      logsClose: ({ view }) => this.closeView(view),
    };
    return answers[name](input);
  }

  sources({ earlier }: Input<'logsSources'>): LogSource[] {
    const folders = this.catalogue.folders(earlier);
    // Anew: a folder does not tell that its files grew.
    const listed = folders.flatMap((folder) => this.catalogue.scan(folder));
    return listed
      .map((source) => this.catalogue.describe(source))
      .sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0));
  }

  /** The path of the file that a source is written to now. */
  pathOf(sourceId: string): string | null {
    this.library.list(this.catalogue.folders(true));
    return this.catalogue.find(sourceId)?.logs.at(-1)?.path ?? null;
  }

  open({ query, search, anchor }: Input<'logsOpen'>): LogOpened {
    for (const oldest of [...this.views.keys()].slice(0, Math.max(0, this.views.size - mostViews + 1))) {
      this.closeView(oldest);
    }
    const id = `v${(this.lastView += 1)}`;
    const opened: OpenedView = new OpenedView(
      id,
      new LogView(
        {
          id,
          tables: this.tables,
          searchers: this.searchers,
          changed: () => opened.changed(),
          isOfTask: (file, task) => this.isOfTask(file, task),
        },
        query,
      ),
      this.parts.now,
      (view) => this.tell(view),
    );
    // What other views have open may have changed since the last look.
    this.look();
    this.views.set(id, opened);
    opened.view.setQuery(query);
    this.library.list(foldersOf(this.catalogue, query));
    this.select(opened, null);
    opened.view.setSearch(search);
    this.goOn();
    return { state: this.stateOf(opened), anchor: opened.view.place(anchor) };
  }

  change({ view: id, query, search, anchor }: Input<'logsChange'>): LogOpened {
    const opened = this.viewOf(id);
    const { view } = opened;
    // Where the line stood, for a view that has it no longer.
    const line = typeof anchor === 'object' && 'key' in anchor ? view.lineOf(anchor.key) : null;
    const at = line === null ? null : view.timeOfLine(line);
    if (query !== undefined) {
      view.setQuery(query);
      this.library.list(foldersOf(this.catalogue, query));
      this.select(opened, null);
    }
    if (search !== undefined) view.setSearch(search);
    view.update();
    this.goOn();
    const gone = line !== null && at !== null && !view.openFiles.some(({ file }) => file === line.file);
    const place = gone ? { ...view.place({ at }), exact: false } : view.place(anchor);
    return { state: this.stateOf(opened), anchor: place };
  }

  async rows({ view: id, from, count, reveal }: Input<'logsRows'>): Promise<LogRows> {
    const { view } = this.viewOf(id);
    const { revision } = view;
    const lines = view.rows.rows(from, count);
    return { revision, from, rows: await this.readRows(view, lines, reveal) };
  }

  async locate({ view: id, anchor }: Input<'logsLocate'>): Promise<LogPlace> {
    return this.viewOf(id).view.place(anchor);
  }

  /** A large file is searched once it is indexed: that is waited for, a second or two. */
  async match({ view: id, from, direction }: Input<'logsMatch'>): Promise<LogPlace | null> {
    const opened = this.viewOf(id);
    while (!opened.view.isIndexed && this.views.has(id)) await opened.nextChange(1_000);
    return opened.view.match(from, direction === 'next');
  }

  text({ view: id, what, reveal }: Input<'logsText'>): LogText {
    const { view } = this.viewOf(id);
    const reader = this.reader(reveal);
    if ('fromRow' in what) return readRows(view.rows, what.fromRow, what.toRow, reader);
    const line = view.lineOf(what.entryOf);
    if (line === null) throw viewGone('Copied an entry', 'Its file is not in this view any more.');
    return readEntry(line, reader);
  }

  async follow({ view: id, most, waitMs, reveal }: Input<'logsFollow'>): Promise<LogFollow> {
    const opened = this.viewOf(id);
    const until = this.parts.now() + waitMs;
    for (;;) {
      const { following } = opened.view;
      const before = following.state();
      const { lines, skipped, more, from } = following.take(opened.view.openFiles, most);
      const rows = (await this.readRows(opened.view, lines, reveal)).flatMap((row) =>
        row === null ? [] : [row],
      );
      if (from.some((file) => !file.isIntact())) {
        // Cut while it was read: where its lines are now, a look finds.
        following.restore(before);
        this.look();
        continue;
      }
      const told =
        opened.view.currentSearch === null ? rows : rows.filter(({ matches }) => matches.length > 0);
      const left = until - this.parts.now();
      if (told.length > 0 || skipped > 0 || left <= 0 || !this.views.has(id)) {
        return { rows: told, skippedRows: skipped, more };
      }
      if (!more) await opened.nextChange(left);
    }
  }

  /** Known failures in the view's files, as far as they were looked through: asking again goes on. */
  problems({ view: id }: Input<'logsProblems'>): LogProblems {
    const files = this.viewOf(id).view.openFiles.map(({ file }) => file);
    return this.problemScans.look(files, this.places.homes);
  }

  closeView(id: string): undefined {
    const opened = this.views.get(id);
    if (opened === undefined) return;
    this.views.delete(id);
    opened.close();
    for (const source of opened.used) this.library.release(source);
    if (this.views.size === 0) {
      this.loop.stop();
      this.watch.close();
    }
  }

  closeViews(): void {
    for (const id of this.views.keys()) this.closeView(id);
  }

  close(): void {
    this.closeViews();
    this.searchers.close();
    this.library.close();
  }

  /** Looks at files and folders now, and takes in what changed. True where something did. */
  look(): boolean {
    for (const [id, { lastUsedAt }] of this.views) {
      if (lastUsedAt + forgottenMs < this.parts.now()) this.closeView(id);
    }
    if (this.views.size === 0) return false;
    const change = this.library.look(this.watchedFolders());
    const any = change.listed || change.removed.length > 0 || change.grew.length > 0;
    if (!any) return false;
    for (const opened of this.views.values()) {
      if (change.listed || change.removed.length > 0) this.select(opened, change);
      else if (opened.view.openFiles.some(({ file }) => change.grew.includes(file))) opened.view.update();
      else continue;
      opened.changed();
    }
    this.goOn();
    return change.grew.length > 0 || change.added.length > 0 || change.removed.length > 0;
  }

  private watchedFolders() {
    const folders = new Map(
      [...this.views.values()]
        .flatMap(({ view }) => foldersOf(this.catalogue, view.query))
        .map((folder) => [folder.path, folder]),
    );
    return [...folders.values()];
  }

  /** Opens and lets go of files as a view's query has it. `change`: what just happened to them; null for a new query. */
  private select(opened: OpenedView, change: LibraryChange | null): void {
    const { view } = opened;
    const all = foldersOf(this.catalogue, view.query).flatMap(({ path }) => this.catalogue.sourcesIn(path));
    const { chosen, leftOut } = chooseSources(
      all,
      view.query,
      opened.used,
      change === null ? new Set() : opened.known,
    );
    const ids = new Set(chosen.map(({ id }) => id));
    const continuations = new Map<LogFile, Continuation | null>();
    for (const source of chosen) {
      if (opened.used.has(source.id)) continue;
      opened.used.add(source.id);
      const files = this.library.use(source);
      // A source that was born while the view was open is new from its first line on.
      if (change !== null && !opened.known.has(source.id))
        for (const file of files) continuations.set(file, null);
    }
    for (const id of opened.used) {
      // Whose files were all deleted stays as long as it can be read.
      if (ids.has(id) || (change !== null && this.catalogue.find(id) === null)) continue;
      opened.used.delete(id);
      this.library.release(id);
    }
    for (const { id } of all) opened.known.add(id);
    for (const { file, continues } of change?.added ?? []) continuations.set(file, continues);
    view.leftOutSources = leftOut;
    view.setFiles(
      [...opened.used].flatMap((id) => [...this.library.filesOf(id)]),
      continuations,
    );
  }

  /** Watches, and indexes what is not indexed yet, in slices between answers. */
  private goOn(): void {
    if (this.views.size > 0 && this.parts.looksByItself) {
      this.watch.set(this.watchedFolders().flatMap(({ path }) => this.catalogue.directories.get(path) ?? []));
      this.loop.start();
    }
    if (!this.indexing) this.indexNext();
  }

  private indexNext(): void {
    const file = this.unindexed();
    this.indexing = file !== null;
    if (file === null) return;
    file.advance(sliceBytes, null);
    const done = file.isIndexed;
    for (const opened of this.views.values()) {
      if (!opened.view.openFiles.some((each) => each.file === file)) continue;
      if (done || this.parts.now() - opened.lastUpdatedAt > updateMs) this.update(opened);
      opened.changed();
    }
    setImmediate(() => this.indexNext());
  }

  private update(opened: OpenedView): void {
    opened.lastUpdatedAt = this.parts.now();
    opened.view.update();
  }

  private unindexed(): LogFile | null {
    for (const { view } of this.views.values()) {
      const found = view.openFiles.find(({ file }) => !file.isIndexed);
      if (found !== undefined) return found.file;
    }
    return null;
  }

  private viewOf(id: string): OpenedView {
    const opened = this.views.get(id);
    if (opened === undefined) throw viewGone('Asked for lines of a view', 'It was closed.');
    opened.lastUsedAt = this.parts.now();
    // The one that was asked last is closed last.
    this.views.delete(id);
    this.views.set(id, opened);
    return opened;
  }

  private async readRows(
    view: LogView,
    lines: readonly (ViewLine | null)[],
    reveal: boolean,
  ): Promise<(LogRow | null)[]> {
    const reader = this.reader(reveal);
    const plain = lines.map((line) => (line === null ? null : reader.read(line)));
    const search = view.currentSearch;
    const spans = search === null ? null : await search.spans(plain.map((row) => row?.text ?? ''));
    return plain.map((row, at) => (row === null ? null : { ...row, matches: spans?.[at] ?? [] }));
  }

  private reader(reveal: boolean): RowReader {
    return new RowReader(this.tables, this.places.homes, reveal);
  }

  private isOfTask(file: LogFile, task: string): boolean {
    const source = this.catalogue.find(file.sourceId);
    return source !== null && this.catalogue.taskOf(source) === task;
  }

  private tell(opened: OpenedView): void {
    if (!this.views.has(opened.id)) return;
    if (opened.view.isStale) opened.view.update();
    this.parts.tell(this.stateOf(opened));
  }

  private stateOf(opened: OpenedView): LogViewState {
    const { view } = opened;
    const { pending } = view.rows;
    if (pending === null) opened.wasIndexed = true;
    let all = 0;
    let indexed = 0;
    for (const { file } of view.openFiles) {
      all += file.size;
      indexed += Math.min(file.size, file.index.indexedTo);
    }
    const skipped = opened.wasIndexed ? (pending?.count ?? 0) : 0;
    return view.state(all === 0 ? 1 : indexed / all, skipped, opened.used.size);
  }
}

/** While a large file is indexed, a view's rows are counted anew this often. */
const updateMs = 100;

const viewGone = (tried: string, found: string): RaybarFailure =>
  new RaybarFailure({
    code: 'log-view-gone',
    tried,
    found,
    fixes: ['Open the logs again.'],
    retryable: false,
  });
