import type { CommandHandlers, CommandInput } from '../../../shared/ipc';
import type { LogProblems } from '../../../shared/log-problems';
import {
  type LogFollow,
  logKeyParts,
  type LogMatch,
  type LogOpened,
  type LogPlace,
  type LogQuery,
  type LogRow,
  type LogRows,
  type LogSearch,
  type LogSource,
  type LogText,
  type LogViewState,
} from '../../../shared/log-views';
import type { LogCommandName } from '../log-handlers';
import { Searchers, type StartSearchThread } from '../search/searchers';
import type { LogPlaces } from '../sources/log-places';
import { identityOf } from '../follow/log-file';
import { noPlaces } from '../sources/log-places';
import { SourceCatalogue } from '../sources/source-catalogue';
import type { LogView } from '../view/log-view';
import { TableCache } from '../view/table-cache';
import { viewGone } from './engine-error';
import { followView } from './follow-view';
import { LiveViews } from './live-views';
import type { OpenedView } from './opened-view';
import { ProblemScans } from './problem-scans';
import { readEntry, readLine, readRows } from './read-text';
import { ViewReader } from './view-reader';
import { viewStateOf } from './view-state';

/** What the logs' ends don't have is waited for so long: some 300 MB are indexed in it. */
const placeWaitMs = 400;
/** Who asks for all matches waits so long for those in what came last. */
const searchWaitMs = 2_000;
/** Who asks for rows with the view draws them now, on the same processors. */
const drawMs = 150;

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

/**
 * The log viewer's engine: everything but the drawing. Runs in a thread of its own; `answer` is its one way in, `tell` its one way
 * out. Views share files, indexes and search threads.
 */
export class LogEngine {
  readonly catalogue = new SourceCatalogue();
  private readonly tables = new TableCache();
  private readonly searchers: Searchers;
  private readonly views: LiveViews;
  private readonly reader = new ViewReader(this.tables, () => this.places);
  private readonly problemScans: ProblemScans;
  private places: LogPlaces = noPlaces;

  constructor(private readonly parts: LogEngineParts) {
    const { catalogue, tables } = this;
    const { tell, now, firstId = 0, looksByItself } = parts;
    this.searchers = new Searchers(parts.startSearchThread, parts.searchThreads, parts.searchBudgetMs);
    this.views = new LiveViews({
      catalogue,
      tables,
      searchers: this.searchers,
      tell,
      now,
      firstId,
      looksByItself,
    });
    this.problemScans = new ProblemScans(now);
  }

  get viewCount(): number {
    return this.views.count;
  }

  setPlaces(places: LogPlaces): void {
    // What was read of a problem before was masked without them.
    if (places.secrets.join('\n') !== this.places.secrets.join('\n')) this.problemScans.forget();
    this.places = places;
    this.catalogue.setPlaces(places);
    if (this.views.count > 0) this.look();
  }

  async answer<N extends LogCommandName>(name: N, input: Input<N>): Promise<unknown> {
    const answers: { [Each in LogCommandName]: (input: Input<Each>) => unknown } = {
      logsSources: (asked) => this.sources(asked),
      logsOpen: (asked) => this.openAt(asked),
      logsChange: (asked) => this.change(asked),
      logsRows: (asked) => this.rows(asked),
      logsLocate: (asked) => this.locate(asked),
      logsMatch: (asked) => this.match(asked),
      logsMatches: (asked) => this.matches(asked),
      logsText: (asked) => this.text(asked),
      logsFollow: (asked) => this.follow(asked),
      logsProblems: (asked) => this.problems(asked),
      logsClose: ({ view }) => this.closeView(view),
    };
    return answers[name](input);
  }

  sources({ earlier, reveal = false }: CommandInput<'logsSources'>): LogSource[] {
    const folders = this.catalogue.folders(earlier);
    // Anew: a folder does not tell that its files grew.
    const listed = folders.flatMap((folder) => this.catalogue.scan(folder));
    return listed
      .map((source) => this.catalogue.describe(source, reveal))
      .sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0));
  }

  /** The path of the file that a line stands in, as it is called now; without a line, or where its file is gone, of the one that is written to. */
  pathOf(sourceId: string, key: string | null = null): string | null {
    const { library } = this.views;
    // Views take in what is new before it is no news any more.
    this.look();
    library.list(this.catalogue.folders(true));
    const logs = this.catalogue.find(sourceId)?.logs ?? [];
    const file =
      key === null ? undefined : library.filesOf(sourceId).find(({ id }) => id === logKeyParts(key).file);
    const own = logs.find(({ stat }) => file !== undefined && identityOf(stat) === file.identity);
    return (own ?? logs.at(-1))?.path ?? null;
  }

  open({ query, search, anchor }: Omit<Input<'logsOpen'>, 'aroundRows'>): LogOpened {
    const opened = this.opened(query, search, null);
    return { state: viewStateOf(opened), anchor: opened.view.place(anchor) };
  }

  /** As `open`, with the rows around the anchor. Waits a moment where its time may be among what is not indexed yet. */
  async openAt({ query, search, anchor, aroundRows = 0 }: Input<'logsOpen'>): Promise<LogOpened> {
    const lastRows = anchor === 'end' && search === null && aroundRows > 0 ? aroundRows + 1 : null;
    const opened = this.opened(query, search, lastRows);
    const { id } = opened;
    const waitUntil = this.parts.now() + placeWaitMs;
    while (!opened.view.isPlaced(anchor) && this.parts.now() < waitUntil && this.views.has(id))
      await opened.nextChange(100);
    const { view } = opened;
    const { revision } = view;
    const place = view.place(anchor);
    if (aroundRows === 0) return { state: viewStateOf(opened), anchor: place };
    this.views.holdIndexing(drawMs);
    const from = Math.max(0, place.row - aroundRows);
    const lines = view.rows.rows(from, place.row + aroundRows - from);
    const files = new Set(lines.flatMap((line) => (line === null ? [] : [line.file.sourceId])));
    const sources = [...files].flatMap((source) => this.catalogue.find(source) ?? []);
    return {
      state: viewStateOf(opened),
      anchor: place,
      around: {
        revision,
        from,
        rows: await this.reader.rows(view, lines, false),
        sources: sources.map((source) => this.catalogue.describe(source, false)),
      },
    };
  }

  private opened(query: LogQuery, search: LogSearch | null, lastRows: number | null): OpenedView {
    const opened = this.views.open(query, lastRows);
    opened.view.setSearch(search);
    this.views.goOn();
    return opened;
  }

  change({ view: id, query, search, anchor }: Input<'logsChange'>): LogOpened {
    const opened = this.views.asked(id);
    const { view } = opened;
    // Where the line stood, for a view that has it no longer.
    const line = typeof anchor === 'object' && 'key' in anchor ? view.lineOf(anchor.key) : null;
    const at = line === null ? null : view.timeOfLine(line);
    if (query !== undefined) this.views.setQuery(opened, query);
    if (search !== undefined) view.setSearch(search);
    view.update();
    this.views.goOn();
    const gone = line !== null && at !== null && !view.openFiles.some(({ file }) => file === line.file);
    const place = gone ? { ...view.place({ at }), exact: false } : view.place(anchor);
    return { state: viewStateOf(opened), anchor: place };
  }

  async rows({ view: id, from, count, reveal }: Input<'logsRows'>): Promise<LogRows> {
    const { view } = this.views.asked(id);
    const { revision } = view;
    const lines = view.rows.rows(from, count);
    return { revision, from, rows: await this.reader.rows(view, lines, reveal) };
  }

  async locate({ view: id, anchor }: Input<'logsLocate'>): Promise<LogPlace> {
    return this.views.asked(id).view.place(anchor);
  }

  /** A large file is searched once it is indexed: that is waited for, a second or two. */
  async match({ view: id, from, direction, counted }: Input<'logsMatch'>): Promise<LogMatch | null> {
    const view = await this.indexed(id);
    return view.match(from, direction, counted);
  }

  async matches({ view: id, from, ...asked }: Input<'logsMatches'>): Promise<LogRow[]> {
    await this.indexed(id);
    await this.searched(id);
    // None would mean that there are no more: a view that was closed meanwhile is refused.
    const { view } = this.views.asked(id);
    if (from !== null && view.lineOf(from) === null)
      throw viewGone('Looked for matches', 'The file of the last match is not in this view any more.');
    const lines = view.matches({ key: from, ...asked });
    const rows = await this.reader.rows(view, lines, false);
    return rows.flatMap((row) => row ?? []);
  }

  private async indexed(id: string): Promise<LogView> {
    const opened = this.views.asked(id);
    while (!opened.view.isIndexed && this.views.has(id)) await opened.nextChange(1_000);
    return opened.view;
  }

  /** What came a moment ago, or was copied, is searched first, but for what comes without end. */
  private async searched(id: string): Promise<void> {
    const opened = this.views.asked(id);
    const until = this.parts.now() + searchWaitMs;
    while (opened.view.currentSearch?.isDone === false && this.views.has(id) && this.parts.now() < until)
      await opened.nextChange(100);
  }

  text({ view: id, what, reveal }: Input<'logsText'>): LogText {
    const { view } = this.views.asked(id);
    const reader = this.reader.reader(reveal);
    if ('fromRow' in what) {
      const { fromRow, toRow, fromLine, toLine } = what;
      return readRows(
        view.rows,
        rowNow(view, fromLine, fromRow),
        rowNow(view, toLine, toRow - 1) + 1,
        reader,
      );
    }
    const line = view.lineOf('lineOf' in what ? what.lineOf : what.entryOf);
    if (line === null) throw viewGone('Read a line’s text', 'Its file is not in this view any more.');
    return 'lineOf' in what ? readLine(line, reader) : readEntry(line, reader);
  }

  async follow(input: Input<'logsFollow'>): Promise<LogFollow> {
    const { view: id } = input;
    return followView(this.views.asked(id), input, {
      reader: this.reader,
      now: this.parts.now,
      look: () => this.look(),
      isOpen: () => this.views.has(id),
    });
  }

  /** Known failures in the view's files, as far as they were looked through: asking again goes on. */
  problems({ view: id }: Input<'logsProblems'>): LogProblems {
    const files = this.views.asked(id).view.openFiles.map(({ file }) => file);
    return this.problemScans.look(files, (source) => this.catalogue.kindOf(source), this.places);
  }

  closeView(id: string): undefined {
    this.views.close(id);
  }

  closeViews(): void {
    this.views.closeAll();
  }

  close(): void {
    this.closeViews();
    this.searchers.close();
    this.views.library.close();
  }

  /** Looks at files and folders now, and takes in what changed. True where something did. */
  look(): boolean {
    return this.views.look();
  }
}

/** Where a line is by now; the row that it had where it is not in the view any more. */
function rowNow(view: LogView, key: string | undefined, row: number): number {
  const place = key === undefined ? null : view.place({ key });
  return place?.exact === true ? place.row : row;
}
