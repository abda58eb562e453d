import { levelCode } from '../index/line-marks';
import type { LogFile } from '../follow/log-file';
import type { TableCache } from './table-cache';
import type { ViewLine } from './view-lines';
import { timeOfLine } from './column';

/** An error that long before the newest line is not what just failed. */
const recentMs = 10 * 60_000;
const error = levelCode('error');

/** Errors from this time on are what just failed, ms since the epoch. */
export const recentFrom = (files: readonly LogFile[]): number =>
  Math.max(Number.NEGATIVE_INFINITY, ...files.map(({ end, index }) => (end ?? index).lastTime)) - recentMs;

/** The first line of the newest error's entry, where it is recent; null for none. */
export function newestFailure(files: readonly LogFile[], tables: TableCache): ViewLine | null {
  let newest: { line: ViewLine; time: number } | null = null;
  for (const file of files) {
    const index = file.end ?? file.index;
    let line = index.lineCount - 1;
    while (line >= 0 && index.marks.level(line) < error) line -= 1;
    while (line > 0 && !index.marks.starts(line)) line -= 1;
    if (line < 0) continue;
    const found = { file, index, line };
    const time = timeOfLine(found, tables);
    if (newest === null || time >= newest.time) newest = { line: found, time };
  }
  return newest !== null && newest.time >= recentFrom(files) ? newest.line : null;
}
