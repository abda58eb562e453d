import type { LogRow } from '../../../shared/log-views';
import type { LogView } from '../view/log-view';
import { RowReader } from '../view/row-reader';
import type { TableCache } from '../view/table-cache';
import type { ViewLine } from '../view/view-lines';

/** Reads lines of views as they are told: masked unless they are to be revealed, with what is searched for in them. */
export class ViewReader {
  constructor(
    private readonly tables: TableCache,
    private readonly homes: () => readonly string[],
  ) {}

  reader(reveal: boolean): RowReader {
    return new RowReader(this.tables, this.homes(), reveal);
  }

  /** Null stays null. */
  async rows(
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
}
