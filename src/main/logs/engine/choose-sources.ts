import type { LogQuery } from '../../../shared/log-views';
import type { CataloguedSource, SourceCatalogue } from '../sources/source-catalogue';
import type { LogFolder } from '../sources/log-places';

/** Files that one view has open at once: each is a descriptor, and a place that merging looks at. */
export const mostOpenFiles = 256;

/** The folders that a query is about. */
export function foldersOf(catalogue: SourceCatalogue, { sources, session }: LogQuery): LogFolder[] {
  if (sources !== null || session === 'all') return catalogue.folders(true);
  if (session === 'current') return catalogue.folders(false);
  return catalogue.folders(true).filter((folder) => folder.session === session);
}

export interface ChosenSources {
  chosen: CataloguedSource[];
  leftOut: number;
}

/**
 * Pure: which of the sources a view opens. Those that it has stay; then the ones that were written last, until there are too many files.
 * `kept`: ids of those it has. `deletedFiles`: how many files it has beside these.
 */
export function chooseSources(
  all: readonly CataloguedSource[],
  { sources }: LogQuery,
  kept: ReadonlySet<string>,
  known: ReadonlySet<string>,
  deletedFiles: number,
): ChosenSources {
  const wanted = sources === null ? all : all.filter(({ id }) => sources.includes(id));
  // One that appeared since is what is going on now: it comes before all others.
  const rank = ({ id }: CataloguedSource): number =>
    !known.has(id) && known.size > 0 ? 2 : kept.has(id) ? 1 : 0;
  const ordered = [...wanted].sort(
    (a, b) => rank(b) - rank(a) || Number(!isEmpty(b)) - Number(!isEmpty(a)) || writtenAt(b) - writtenAt(a),
  );
  const chosen: CataloguedSource[] = [];
  let files = deletedFiles;
  for (const source of ordered) {
    files += source.logs.length;
    if (files > mostOpenFiles && chosen.length > 0) break;
    chosen.push(source);
  }
  return { chosen, leftOut: wanted.length - chosen.length };
}

const isEmpty = ({ logs }: CataloguedSource): boolean => logs.every(({ stat }) => stat.size === 0);
/** When a source was written last, ms since the epoch; 0 where it has no file. */
export const writtenAt = ({ logs }: CataloguedSource): number => logs.at(-1)?.stat.mtimeMs ?? 0;
