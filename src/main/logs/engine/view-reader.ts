import type { LogRow } from '../../../shared/log-views';
import type { MaskOptions } from '../masking/line-masker';
import type { LogView } from '../view/log-view';
import { lineBounds, RowReader } from '../view/row-reader';
import type { TableCache } from '../view/table-cache';
import type { ViewLine } from '../view/view-lines';

/** Reads lines of views as they are told: masked unless they are to be revealed, with what is searched for in them. */
export class ViewReader {
  constructor(
    private readonly tables: TableCache,
    private readonly hidden: () => MaskOptions,
  ) {}

  reader(reveal: boolean): RowReader {
    return new RowReader(this.tables, this.hidden(), reveal);
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

  /** The rows that the view's search finds; all where it has none. Of a line that is longer than what is shown of it all is searched. */
  async matching(view: LogView, lines: readonly ViewLine[], reveal: boolean): Promise<LogRow[]> {
    const files = new Set(lines.map(({ file }) => file));
    for (const file of files) file.hold();
    try {
      const rows = await this.rows(view, lines, reveal);
      const search = view.currentSearch;
      const found: LogRow[] = [];
      for (const [at, row] of rows.entries()) {
        const line = lines[at];
        if (row === null || line === undefined) continue;
        const isFound =
          search === null ||
          row.matches.length > 0 ||
          (row.cutBytes > 0 && (await search.isInLine(line.file, lineBounds(line, this.tables))));
        if (isFound) found.push(row);
      }
      return found;
    } finally {
      for (const file of files) file.letGo();
    }
  }
}
