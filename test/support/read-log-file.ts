import { displayLine } from '../../src/main/logs/formats/display-line';
import { EntryTracker } from '../../src/main/logs/formats/entry-tracker';
import { type AssembledLine, LineAssembler } from '../../src/main/logs/formats/line-assembler';
import { LineContext } from '../../src/main/logs/formats/line-context';
import { readLineHeadBytes } from '../../src/main/logs/formats/read-line-head';
import { type FoundProblem, ProblemCollector } from '../../src/main/logs/problems/problem-collector';
import type { LogFormat, LogLevel } from '../../src/shared/logs';

export interface ReadEntry {
  /** From 1. */
  line: number;
  level: LogLevel | null;
  at: number | null;
  format: LogFormat;
  lines: string[];
}

export interface ReadLog {
  entries: ReadEntry[];
  problems: FoundProblem<number>[];
}

/** A wall in UTC, so that a test's times do not hang on the machine's zone. */
export const utcContext = (writtenAt: number): LineContext =>
  new LineContext(writtenAt, ({ year, month, day, hour, minute }) =>
    Date.UTC(year, month - 1, day, hour, minute),
  );

/** Reads a whole log by the parts that the viewer is made of, in chunks as given. */
export function readLogFile(
  chunks: Uint8Array | readonly Uint8Array[],
  context = utcContext(Date.UTC(2026, 10, 21)),
): ReadLog {
  const assembler = new LineAssembler();
  const tracker = new EntryTracker();
  const collector = new ProblemCollector<number>();
  const entries: ReadEntry[] = [];
  let number = 0;
  const take = ({ bytes }: AssembledLine): void => {
    number += 1;
    const head = readLineHeadBytes(bytes, 0, bytes.length, context);
    const starts = tracker.feed(head);
    const { text } = displayLine(bytes);
    if (starts || entries.length === 0)
      entries.push({ line: number, level: tracker.level, at: tracker.at, format: head.format, lines: [] });
    entries.at(-1)?.lines.push(text);
    collector.feed(text, starts, tracker.at, number);
  };
  for (const chunk of chunks instanceof Uint8Array ? [chunks] : chunks) assembler.push(chunk).forEach(take);
  const last = assembler.pending();
  if (last !== null) take(last);
  return { entries, problems: collector.problems() };
}
