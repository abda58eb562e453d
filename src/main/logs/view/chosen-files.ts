import type { LogFile } from '../follow/log-file';
import type { LineIndex } from '../index/line-index';
import type { FileMatches } from '../search/file-matches';
import { FilteredLines, type LineFilter } from './line-filter';
import type { TableCache } from './table-cache';
import type { ViewFile } from './view-lines';

interface OpenFile extends ViewFile {
  endIndex: LineIndex | null;
}

/** Which lines of the files are chosen. */
export interface LineChoice {
  filter: LineFilter;
  /** Where lines must mention something: which do, by file; null where this file's all do. */
  mentionsIn: (file: LogFile) => (() => FileMatches | null) | null;
  /** Which lines are chosen without that, of an index of the file; null for none. */
  ownIn: (file: LogFile, index: LineIndex) => ((line: number) => boolean) | null;
}

/** The files of a view, in its order, and which of their lines are chosen. */
export class ChosenFiles {
  private readonly files = new Map<LogFile, OpenFile>();

  constructor(
    private readonly tables: TableCache,
    private choice: LineChoice,
  ) {}

  get views(): readonly ViewFile[] {
    return [...this.files.values()];
  }

  get all(): readonly LogFile[] {
    return [...this.files.keys()];
  }

  has(file: LogFile): boolean {
    return this.files.has(file);
  }

  /** Has these files, no others, in this order: lines of the same time stand in it. True where that changed something. */
  set(files: readonly LogFile[], added: (file: LogFile) => void): boolean {
    const { all } = this;
    if (all.length === files.length && all.every((file, place) => file === files[place])) return false;
    const before = new Map(this.files);
    this.files.clear();
    for (const file of files) {
      const known = before.get(file);
      this.files.set(file, known ?? this.opened(file));
      if (known === undefined) added(file);
    }
    return true;
  }

  choose(choice: LineChoice): void {
    this.choice = choice;
    for (const file of this.files.keys()) this.files.set(file, this.opened(file));
  }

  /** Takes in what was indexed and found since. */
  update(): void {
    for (const [file, open] of this.files) {
      if (open.endIndex !== file.end) this.files.set(file, this.withEnd(file, open));
    }
    for (const { file, whole, end } of this.files.values()) {
      whole.update((block) => this.tables.get(file.index, block, file.read));
      const { end: index } = file;
      if (index !== null) end?.update((block) => this.tables.get(index, block, file.read));
    }
  }

  private opened(file: LogFile): OpenFile {
    return this.withEnd(file, { file, whole: this.filtered(file, file.index), end: null, endIndex: null });
  }

  private withEnd(file: LogFile, open: OpenFile): OpenFile {
    return { ...open, end: file.end === null ? null : this.filtered(file, file.end), endIndex: file.end };
  }

  private filtered(file: LogFile, index: LineIndex): FilteredLines {
    const { filter, mentionsIn, ownIn } = this.choice;
    return new FilteredLines(index, filter, mentionsIn(file), () => ownIn(file, index));
  }
}
