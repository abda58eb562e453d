import type { LogFile } from '../follow/log-file';
import type { LibraryChange, LogLibrary } from '../follow/log-library';
import type { Continuation } from '../follow/source-files';
import type { SourceCatalogue } from '../sources/source-catalogue';
import { chooseSources, foldersOf, writtenAt } from './choose-sources';
import type { OpenedView } from './opened-view';

/** Indexed before a view is shown, the logs that were written last first: some 20 ms. The others have their ends then. */
const openedBytes = 4 * 1024 * 1024;
/** The same where only a view's last rows are wanted: their files' ends are enough. */
const openedForRowsBytes = 512 * 1024;

/** Between two looks at whether a view has enough. */
const openedTogether = 8;

/**
 * Opens and lets go of files as a view's query has it. `change`: what just happened to them; null for a new query.
 *
 * @param hasEnough told when the files that are not open yet were written last, ms since the epoch: may they be left for later?
 * @returns false where some were
 */
export function selectFiles(
  opened: OpenedView,
  change: LibraryChange | null,
  catalogue: SourceCatalogue,
  library: LogLibrary,
  hasEnough: ((writtenAt: number) => boolean) | null = null,
): boolean {
  const { view } = opened;
  // What is opened for a query did not come in a burst.
  if (change === null) opened.wasIndexed = false;
  const all = foldersOf(catalogue, view.query).flatMap(({ path }) => catalogue.sourcesIn(path));
  const { chosen, leftOut } = chooseSources(
    all,
    view.query,
    opened.used,
    change === null ? new Set() : opened.known,
    change === null ? 0 : library.deletedFilesOf(opened.used),
  );
  const ids = new Set(chosen.map(({ id }) => id));
  const bytes = hasEnough === null ? openedBytes : openedForRowsBytes;
  const budget = { bytes, mostOfOne: bytes / 4 };
  const continuations = new Map<LogFile, Continuation | null>();
  const shownFiles = (): LogFile[] => [...opened.used].flatMap((id) => [...library.filesOf(id)]);
  for (const [count, source] of chosen.entries()) {
    if (opened.used.has(source.id)) continue;
    // They come in the order in which they were written, the last one first.
    if (hasEnough !== null && count > 0 && count % openedTogether === 0) {
      view.setFiles(shownFiles(), continuations);
      if (hasEnough(writtenAt(source))) break;
    }
    opened.used.add(source.id);
    const files = library.use(source, budget);
    // A source that was born while the view was open is new from its first line on.
    if (change !== null && !opened.known.has(source.id))
      for (const file of files) continuations.set(file, null);
  }
  for (const id of opened.used) {
    // Whose files were all deleted stays as long as the library has one of them open.
    const isDeleted = catalogue.find(id) === null && library.filesOf(id).length > 0;
    if (ids.has(id) || (change !== null && isDeleted)) continue;
    opened.used.delete(id);
    library.release(id);
  }
  for (const { id } of all) opened.known.add(id);
  for (const { file, continues } of change?.added ?? []) continuations.set(file, continues);
  view.leftOutSources = leftOut;
  view.setFiles(shownFiles(), continuations);
  return chosen.every(({ id }) => opened.used.has(id));
}
