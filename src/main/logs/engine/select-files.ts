import type { LogFile } from '../follow/log-file';
import type { LibraryChange, LogLibrary } from '../follow/log-library';
import type { Continuation } from '../follow/source-files';
import type { SourceCatalogue } from '../sources/source-catalogue';
import { chooseSources, foldersOf } from './choose-sources';
import type { OpenedView } from './opened-view';

/** Indexed before a view is shown, the logs that were written last first: some 20 ms. The others have their ends then. */
const openedBytes = 4 * 1024 * 1024;

/** Opens and lets go of files as a view's query has it. `change`: what just happened to them; null for a new query. */
export function selectFiles(
  opened: OpenedView,
  change: LibraryChange | null,
  catalogue: SourceCatalogue,
  library: LogLibrary,
): void {
  const { view } = opened;
  const all = foldersOf(catalogue, view.query).flatMap(({ path }) => catalogue.sourcesIn(path));
  const { chosen, leftOut } = chooseSources(
    all,
    view.query,
    opened.used,
    change === null ? new Set() : opened.known,
    change === null ? 0 : library.deletedFilesOf(opened.used),
  );
  const ids = new Set(chosen.map(({ id }) => id));
  const budget = { bytes: openedBytes };
  const continuations = new Map<LogFile, Continuation | null>();
  for (const source of chosen) {
    if (opened.used.has(source.id)) continue;
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
  view.setFiles(
    [...opened.used].flatMap((id) => [...library.filesOf(id)]),
    continuations,
  );
}
