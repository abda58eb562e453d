import type {
  LogAnchor,
  LogMatch,
  LogMatchDirection,
  LogPlace,
  LogQuery,
  LogSearch,
  LogViewState,
} from '../../../shared/log-views';
import type { LogFile } from '../follow/log-file';
import type { Continuation } from '../follow/source-files';
import type { LineIndex } from '../index/line-index';
import type { Searchers } from '../search/searchers';
import { SearchSession } from '../search/search-session';
import { ChosenFiles, type LineChoice } from './chosen-files';
import { timeOfLine } from './column';
import { FollowLines } from './follow-lines';
import { findMatch, findMatches, type MatchesAsked, searchStateOf } from './found-lines';
import { lineFilterOf } from './line-filter';
import { newestFailure, recentFrom } from './newest-failure';
import { lineOfKey, placeOf, type PlacedLines } from './line-places';
import type { TableCache } from './table-cache';
import { type ViewFile, type ViewLine, ViewLines } from './view-lines';

export interface LogViewParts {
  id: string;
  tables: TableCache;
  searchers: Searchers;
  /** As files' times, ms since the epoch. */
  now: () => number;
  /** Something is to be told about the view. */
  changed: () => void;
  /** Which lines of an index of a file are a task's; null where the file tells of no tasks. */
  linesOfTask: (file: LogFile, index: LineIndex, task: string) => ((line: number) => boolean) | null;
}

/** One window's list of lines: which files, which lines of them, what is searched, how far it was followed. */
export class LogView {
  query: LogQuery;
  revision = 1;
  leftOutSources = 0;
  /** Something was found that `update` has not taken in. */
  isStale = false;
  readonly following: FollowLines;
  private readonly files: ChosenFiles;
  private search: SearchSession | null = null;
  private mention: SearchSession | null = null;
  private lines: ViewLines;
  private last: { line: ViewLine; row: number } | null = null;

  constructor(
    private readonly parts: LogViewParts,
    query: LogQuery,
  ) {
    this.query = query;
    this.files = new ChosenFiles(parts.tables, this.choice());
    this.following = new FollowLines(parts.tables, parts.now);
    this.lines = new ViewLines([], parts.tables, null);
  }

  get openFiles(): readonly ViewFile[] {
    return this.files.views;
  }

  get rows(): ViewLines {
    return this.lines;
  }

  get isIndexed(): boolean {
    return this.lines.pending === null;
  }

  get currentSearch(): SearchSession | null {
    return this.search;
  }

  /** Shows these files, no others; new ones are followed from now on, or from where another one ended. */
  setFiles(files: readonly LogFile[], continuations: ReadonlyMap<LogFile, Continuation | null>): void {
    const changed = this.files.set(files, (file) => {
      const continues = continuations.get(file);
      if (continues === undefined) this.following.begin(file);
      else this.following.add(file, continues);
    });
    if (changed) this.revision += 1;
    this.update();
  }

  setQuery(query: LogQuery): void {
    this.query = query;
    this.mention?.close();
    const mentioned = query.nodeId ?? query.task;
    this.mention = mentioned === null ? null : this.mentionSession(mentioned);
    this.files.choose(this.choice());
    this.revision += 1;
  }

  setSearch(search: LogSearch | null): void {
    this.search?.close();
    const { searchers, changed } = this.parts;
    this.search = search === null ? null : new SearchSession(search, searchers, changed);
    this.search?.pump(this.files.all);
  }

  /** Takes in what was indexed, searched and written since. */
  update(): void {
    this.isStale = false;
    this.mention?.pump(this.files.all);
    this.search?.pump(this.files.all);
    this.files.update();
    const before = this.lines;
    this.lines = new ViewLines(this.files.views, this.parts.tables, before.estimated);
    // Anything but lines at the end gives rows other numbers; who shows them asks where they are.
    if (this.hasMoved(before)) this.revision += 1;
    this.rememberLast();
  }

  place(anchor: LogAnchor): LogPlace {
    return placeOf(this.placed(), anchor);
  }

  /** False while an anchor's time may be among lines that are not indexed yet: where it is now, others will be. */
  isPlaced(anchor: LogAnchor): boolean {
    const { knownFrom } = this.lines;
    if (anchor === 'failure') {
      const files = this.files.all;
      const line = newestFailure(files, this.parts.tables);
      return (line === null ? recentFrom(files) : this.timeOfLine(line)) >= knownFrom;
    }
    return typeof anchor === 'string' || !('at' in anchor) || anchor.at >= knownFrom;
  }

  /** True where its last so many rows are known, and all are placed after this time. */
  hasRowsAfter(time: number, count: number): boolean {
    const row = this.lines.rowCount - count;
    const line = row < 0 ? null : (this.lines.rows(row, 1)[0] ?? null);
    return line !== null && this.timeOfLine(line) > time;
  }

  /** The line that a key names; null where its file is not in the view. */
  lineOf(key: string): ViewLine | null {
    return lineOfKey(this.placed(), key);
  }

  timeOfLine(line: ViewLine): number {
    return timeOfLine(line, this.parts.tables);
  }

  /** The next matching row; null at the end, and while nothing is searched. */
  match(key: string | null, direction: LogMatchDirection, counted: boolean): LogMatch | null {
    if (this.search === null || !this.isIndexed) return null;
    return findMatch(this.placed(), this.files.views, this.search, { key, direction, counted });
  }

  /** The lines of the next matching rows, in the view's order; none while nothing is searched or not all is indexed. */
  matches(asked: MatchesAsked): ViewLine[] {
    if (this.search === null || !this.isIndexed) return [];
    return findMatches(this.placed(), this.files.views, this.search, asked);
  }

  state(indexedShare: number, skippedRows: number, openSources: number): LogViewState {
    const { lines, search } = this;
    return {
      view: this.parts.id,
      revision: this.revision,
      rowCount: lines.rowCount,
      pending: lines.pending,
      indexedShare,
      openSources,
      leftOutSources: this.leftOutSources,
      skippedRows,
      search: search === null ? null : searchStateOf(this.placed(), this.files.views, search),
      problem: this.mention?.problem ?? null,
    };
  }

  close(): void {
    this.search?.close();
    this.mention?.close();
  }

  private placed(): PlacedLines {
    const { revision, lines, files, parts } = this;
    return { revision, lines, files: files.all, tables: parts.tables };
  }

  private choice(): LineChoice {
    const { query, mention, parts } = this;
    return {
      filter: lineFilterOf(query),
      mentionsIn(file) {
        return mention === null ? null : () => mention.matchesOf(file);
      },
      ownIn: (file, index) =>
        query.nodeId !== null || query.task === null ? null : parts.linesOfTask(file, index, query.task),
    };
  }

  /** What it finds are the rows themselves. */
  private mentionSession(text: string): SearchSession {
    return new SearchSession({ ...plainSearch, text }, this.parts.searchers, () => {
      this.isStale = true;
      this.parts.changed();
    });
  }

  /** True when what was the last row is another one now, or rows before the ends were found or lost. */
  private hasMoved(before: ViewLines): boolean {
    const { lines, last } = this;
    if (lines.estimated !== before.estimated) return true;
    if (this.mention !== null && !this.mention.isDone) return true;
    if (last === null || !this.files.has(last.line.file)) return false;
    return lines.rowOf(last.line).row !== last.row;
  }

  private rememberLast(): void {
    const row = this.lines.rowCount - 1;
    const line = row < 0 ? null : (this.lines.rows(row, 1)[0] ?? null);
    this.last = line === null ? null : { line, row };
  }
}

const plainSearch = { regex: false, matchCase: true, wholeWord: false };
