import type { LogFile } from '../follow/log-file';
import type { LineIndex } from '../index/line-index';
import { taskNameNumber } from '../index/task-turns';
import type { SourceCatalogue } from '../sources/source-catalogue';

/**
 * Which lines of a file are a task's or an actor's, by the markers of its worker; null where it is no worker's.
 *
 * @param index the file's own, or that of its end
 * @param files all of its source, the oldest first: a turn goes on in the next one
 * @param task its name, as it is called or as it is shown
 */
export function linesOfTask(
  catalogue: SourceCatalogue,
  { file, index, files }: { file: LogFile; index: LineIndex; files: readonly LogFile[] },
  task: string,
): ((line: number) => boolean) | null {
  const source = catalogue.find(file.sourceId);
  if (source !== null && catalogue.kindOf(source.id) !== 'worker') return null;
  const names = source === null ? [task] : [task, ...catalogue.namesShownAs(source, task)];
  const earlier = files.slice(0, files.indexOf(file));
  const before = [...earlier, ...(index === file.index ? [] : [file])];
  const told = before.map((each) => each.index.turns.last).filter(({ length }) => length > 0);
  const isNow = source !== null && file === files.at(-1) && names.includes(catalogue.runningIn(source) ?? '');
  return index.turns.linesOf(names.map(taskNameNumber), told.at(-1) ?? [], isNow);
}
