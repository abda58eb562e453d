import type { LogQuery } from '../../../shared/log-views';
import type { LineIndex } from '../index/line-index';
import { levelCode } from '../index/line-marks';
import type { FileMatches } from '../search/file-matches';
import { type Column, firstLineAt } from './column';
import { allLines, ChosenLines, type LineSet } from './line-set';

export interface LineFilter {
  /** A bit for each level's code; null: all levels. */
  levels: number | null;
  from: number | null;
  to: number | null;
}

export function lineFilterOf({ levels, from, to }: LogQuery): LineFilter {
  const mask =
    levels === null
      ? null
      : levels.reduce((bits, level) => bits | (1 << levelCode(level === 'none' ? null : level)), 0);
  return { levels: mask, from, to };
}

/** An entry has no more lines than this where it matters: a mention this far below its first line is not looked for. */
const mostEntryLines = 2_000;

/**
 * Which lines of an index a view shows; grows with it. `mentions`: only entries with a line among these; null: all. `own`: lines that are shown without being
 * mentioned, to be asked in their order.
 */
export class FilteredLines {
  readonly lines: LineSet;
  private readonly chosen: ChosenLines | null;

  constructor(
    private readonly index: LineIndex,
    private readonly filter: LineFilter,
    private readonly mentions: (() => FileMatches | null) | null,
    private readonly own: () => ((line: number) => boolean) | null,
  ) {
    const isAll = filter.levels === null && filter.from === null && filter.to === null && mentions === null;
    this.chosen = isAll ? null : new ChosenLines();
    this.lines = this.chosen ?? allLines(index);
  }

  /** 32 of its lines, a bit for each; null for all lines. */
  get words(): ((word: number) => number) | null {
    const { chosen } = this;
    return chosen === null ? null : (word) => chosen.word(word);
  }

  /** @param table reads a block of the index */
  update(table: Column['table']): void {
    const { chosen, index, filter } = this;
    if (chosen === null) return;
    const column: Column = { index, lines: this.lines, firstLine: 0, table };
    const first = filter.from === null ? 0 : firstLineAt(column, filter.from, false);
    const end = filter.to === null ? index.lineCount : firstLineAt(column, filter.to, false);
    const isMentioned = this.mentioned();
    const isOwn = this.own();
    chosen.extend(index.lineCount, this.settledLines(), (line) => {
      if (line < first || line >= end) return false;
      if (filter.levels !== null && (filter.levels & (1 << index.marks.level(line))) === 0) return false;
      return isMentioned === null || isOwn?.(line) === true || isMentioned(line);
    });
  }

  /** What more bytes and further searching can't change. */
  private settledLines(): number {
    const { filter, index } = this;
    const isTimed = filter.from !== null || filter.to !== null;
    const whole = isTimed ? index.placedLineCount : index.wholeLineCount;
    if (this.mentions === null) return whole;
    return this.mentions()?.isDone === true ? Math.max(0, whole - mostEntryLines) : 0;
  }

  private mentioned(): ((line: number) => boolean) | null {
    if (this.mentions === null) return null;
    const matches = this.mentions();
    if (matches === null) return () => false;
    const { marks, lineCount } = this.index;
    let start = -1;
    let end = -1;
    let verdict = false;
    return (line) => {
      if (line >= start && line < end) return verdict;
      start = line;
      while (start > 0 && line - start < mostEntryLines && !marks.starts(start)) start -= 1;
      end = line + 1;
      while (end < lineCount && end - start < mostEntryLines && !marks.starts(end)) end += 1;
      const found = matches.find(start, true, null);
      verdict = found !== -1 && found < end;
      return verdict;
    };
  }
}
