import type {
  LogAnchor,
  LogPlace,
  LogQuery,
  LogSearch,
  LogSearchState,
  LogViewState,
} from '../../../shared/log-views';
import type { LogFile } from '../follow/log-file';
import type { Continuation } from '../follow/source-files';
import type { LineIndex } from '../index/line-index';
import type { Searchers } from '../search/searchers';
import { SearchSession } from '../search/search-session';
import { timeOf } from './column';
import { FollowLines } from './follow-lines';
import { lineAtOffset } from './line-at-offset';
import { FilteredLines, type LineFilter, lineFilterOf } from './line-filter';
import { allLines } from './line-set';
import { bucketsOf, type ColumnMatches } from './match-buckets';
import { newestFailure } from './newest-failure';
import type { TableCache } from './table-cache';
import { type ViewFile, type ViewLine, ViewLines } from './view-lines';

export interface LogViewParts {
  id: string;
  tables: TableCache;
  searchers: Searchers;
  /** Something is to be told about the view. */
  changed: () => void;
  /** True where all lines of a file belong to the task of the query. */
  isOfTask: (file: LogFile, task: string) => boolean;
}

interface OpenFile extends ViewFile {
  endIndex: LineIndex | null;
}

/** One window's list of lines: which files, which lines of them, what is searched, how far it was followed. */
export class LogView {
  query: LogQuery;
  revision = 1;
  leftOutSources = 0;
  /** Something was found that `update` has not taken in. */
  isStale = false;
  readonly following: FollowLines;
  private filter: LineFilter;
  private readonly files = new Map<LogFile, OpenFile>();
  private search: SearchSession | null = null;
  private mention: SearchSession | null = null;
  private lines: ViewLines;
  private last: { line: ViewLine; row: number } | null = null;

  constructor(
    private readonly parts: LogViewParts,
    query: LogQuery,
  ) {
    this.query = query;
    this.filter = lineFilterOf(query);
    this.following = new FollowLines(parts.tables);
    this.lines = new ViewLines([], parts.tables, null);
  }

  get openFiles(): readonly ViewFile[] {
    return [...this.files.values()];
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
    let changed = false;
    for (const file of this.files.keys()) {
      if (files.includes(file)) continue;
      this.files.delete(file);
      changed = true;
    }
    for (const file of files) {
      if (this.files.has(file)) continue;
      this.files.set(file, this.opened(file));
      const continues = continuations.get(file);
      if (continues === undefined) this.following.begin(file);
      else this.following.add(file, continues);
      changed = true;
    }
    if (changed) {
      // Lines of the same time stand in the order of the files that were given.
      const ordered = files.flatMap((file) => this.files.get(file) ?? []);
      this.files.clear();
      for (const open of ordered) this.files.set(open.file, open);
      this.revision += 1;
    }
    this.update();
  }

  setQuery(query: LogQuery): void {
    this.query = query;
    this.filter = lineFilterOf(query);
    this.mention?.close();
    const mentioned = query.nodeId ?? query.task;
    this.mention = mentioned === null ? null : this.mentionSession(mentioned);
    for (const file of this.files.keys()) this.files.set(file, this.opened(file));
    this.revision += 1;
  }

  setSearch(search: LogSearch | null): void {
    this.search?.close();
    this.search = search === null ? null : this.session(search);
    this.search?.pump([...this.files.keys()]);
  }

  /** Takes in what was indexed, searched and written since. */
  update(): void {
    const { tables } = this.parts;
    this.isStale = false;
    const files = [...this.files.keys()];
    this.mention?.pump(files);
    this.search?.pump(files);
    for (const [file, open] of this.files) {
      if (open.endIndex !== file.end) this.files.set(file, this.withEnd(file, open));
    }
    const before = this.lines;
    for (const { file, whole, end } of this.files.values()) {
      whole.update((block) => tables.get(file.index, block, file.read));
      const { end: index } = file;
      if (index !== null) end?.update((block) => tables.get(index, block, file.read));
    }
    const ordered = [...this.files.values()];
    this.lines = new ViewLines(ordered, tables, before.estimated);
    // Anything but lines at the end gives rows other numbers; who shows them asks where they are.
    if (this.hasMoved(before)) this.revision += 1;
    this.rememberLast();
  }

  place(anchor: LogAnchor): LogPlace {
    const { lines, revision } = this;
    const at = (row: number, exact: boolean): LogPlace => {
      const inside = Math.max(0, Math.min(row, lines.rowCount - 1));
      return { revision, row: inside, key: this.keyOfRow(inside), exact };
    };
    if (anchor === 'start') return at(0, true);
    if (anchor === 'end') return at(lines.rowCount - 1, true);
    if (anchor === 'failure') {
      const failure = newestFailure([...this.files.keys()], this.parts.tables);
      if (failure === null) return at(lines.rowCount - 1, false);
      const { row, exact } = lines.rowOf(failure);
      return at(row, exact);
    }
    if ('at' in anchor) return at(lines.rowOfTime(anchor.at), true);
    const line = this.lineOf(anchor.key);
    if (line === null) return at(lines.rowCount - 1, false);
    const { row, exact } = lines.rowOf(line);
    return at(row, exact);
  }

  /** The line that a key names; null where its file is not in the view. */
  lineOf(key: string): ViewLine | null {
    const [id, offset] = key.split(':').map(Number);
    const file = [...this.files.keys()].find((each) => each.id === id);
    if (file === undefined || offset === undefined) return null;
    const index = file.end !== null && offset >= file.end.start.offset ? file.end : file.index;
    const line = lineAtOffset(index, offset, (block) => this.parts.tables.get(index, block, file.read));
    return { file, index, line: Math.max(0, Math.min(line, index.lineCount - 1)) };
  }

  timeOfLine({ file, index, line }: ViewLine): number {
    const table = (block: number) => this.parts.tables.get(index, block, file.read);
    return timeOf({ index, lines: allLines(index), firstLine: 0, table }, line);
  }

  /** The next matching row; null at the end, and while nothing is searched. */
  match(key: string | null, forward: boolean): LogPlace | null {
    const { search, lines } = this;
    if (search === null || !this.isIndexed) return null;
    const from = key === null ? null : this.lineOf(key);
    const ordered = [...this.files.values()];
    const column = from === null ? -1 : ordered.findIndex(({ file }) => file === from.file);
    const cut = from === null || column === -1 ? null : lines.merged.cutOf({ column, line: from.line });
    const candidates = ordered.flatMap(({ file, whole }, at) => {
      const matches = search.matchesOf(file);
      if (matches === null) return [];
      const begin = cut === null ? (forward ? 0 : file.index.lineCount) : (cut[at] ?? 0);
      const line = matches.find(forward && at === column ? begin + 1 : begin, forward, whole.words);
      return line === -1 ? [] : [{ column: at, line }];
    });
    const found = lines.merged.first(candidates, !forward);
    if (found === null) return null;
    const row = lines.merged.rowOf(found);
    return { revision: this.revision, row, key: this.keyOfRow(row), exact: true };
  }

  state(indexedShare: number, skippedRows: number, openSources: number): LogViewState {
    const { lines } = this;
    return {
      view: this.parts.id,
      revision: this.revision,
      rowCount: lines.rowCount,
      pending: lines.pending,
      indexedShare,
      openSources,
      leftOutSources: this.leftOutSources,
      skippedRows,
      search: this.search === null ? null : this.searchState(this.search),
      problem: this.mention?.problem ?? null,
    };
  }

  close(): void {
    this.search?.close();
    this.mention?.close();
  }

  private searchState(search: SearchSession): LogSearchState {
    const ordered = [...this.files.values()];
    const found = ordered.map(({ file, whole }): ColumnMatches | null => {
      const matches = search.matchesOf(file);
      return matches === null ? null : { matches, words: whole.words };
    });
    const matchedRows = found.reduce(
      (sum, each) => sum + (each?.matches.count(0, each.matches.index.lineCount, each.words) ?? 0),
      0,
    );
    const withRows = matchedRows > 0 && this.isIndexed;
    return {
      searchedShare: search.share,
      matchedRows,
      buckets: withRows ? bucketsOf(this.lines.merged, found, matchedRows) : [],
      done: search.isDone,
      problem: search.problem,
    };
  }

  private keyOfRow(row: number): string | null {
    const line = this.lines.rows(row, 1)[0] ?? null;
    if (line === null) return null;
    const { file, index } = line;
    const table = this.parts.tables.get(index, index.blocks.ofLine(line.line), file.read);
    return `${file.id}:${table.offsets[line.line - table.firstLine] ?? 0}`;
  }

  /** What it finds are the rows themselves. */
  private mentionSession(text: string): SearchSession {
    return new SearchSession({ ...plainSearch, text }, this.parts.searchers, () => {
      this.isStale = true;
      this.parts.changed();
    });
  }

  private session(search: LogSearch): SearchSession {
    return new SearchSession(search, this.parts.searchers, this.parts.changed);
  }

  private opened(file: LogFile): OpenFile {
    return this.withEnd(file, { file, whole: this.filtered(file, file.index), end: null, endIndex: null });
  }

  private withEnd(file: LogFile, open: OpenFile): OpenFile {
    return { ...open, end: file.end === null ? null : this.filtered(file, file.end), endIndex: file.end };
  }

  private filtered(file: LogFile, index: LineIndex): FilteredLines {
    const { query, mention } = this;
    const isWhole = query.nodeId === null && query.task !== null && this.parts.isOfTask(file, query.task);
    const mentions = mention === null || isWhole ? null : () => this.mention?.matchesOf(file) ?? null;
    return new FilteredLines(index, this.filter, mentions);
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
