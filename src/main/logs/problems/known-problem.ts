import type { LogProblem, LogProblemId } from '../../../shared/log-problems';

/** One row of the table: how a failure is told, and what is said of it. Pure. */
export interface KnownProblem extends Pick<LogProblem, 'level' | 'title' | 'explanation' | 'fixes' | 'link'> {
  id: LogProblemId;
  /** A line that tells of it has one of these words, as they stand here. They let ten million other lines pass quickly. */
  words: readonly string[];
  /** Decides for a line that has one of the words. Without escape sequences. */
  pattern: RegExp;
  /** True where one failure is told by several lines of an entry, in other words each. An exception is told once in any case. */
  oncePerEntry?: true;
  /** Whom it is about, where groups are to be told apart by that. */
  subject?: (line: string) => string | null;
  /** What is said instead where a job's output tells of it: its driver runs on the head, its tasks anywhere. */
  ofJob?: Pick<LogProblem, 'explanation' | 'fixes' | 'link'>;
  /** What is particular about it, from the telling line and those behind it in the same entry. */
  detail?: (lines: readonly string[]) => string | null;
}

/** What a pattern's first group holds in the first line that matches. */
export const firstGroup =
  (pattern: RegExp) =>
  (lines: readonly string[]): string | null => {
    for (const line of lines) {
      const found = pattern.exec(line)?.[1];
      if (found !== undefined) return found;
    }
    return null;
  };

/** "ValueError: bad", as Python ends a traceback, also behind what a driver writes before another process's line; null for any other line. */
export const exceptionOf = (line: string): string | null => exception.exec(line)?.[1] ?? null;

const exception =
  /^(?:\([^)]{1,200}\) )?((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit)\b(?!\().*)$/;
