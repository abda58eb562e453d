import { RaybarFailure } from '../../shared/errors';

export interface ExportPlace {
  readonly title: string;
  /** Proposed; it tells what it is of, and when. */
  readonly fileName: string;
  readonly extension: 'csv' | 'png' | 'zip';
}

/** Null: the owner thought better of it. */
export type AskForPlace = (place: ExportPlace) => Promise<string | null>;

/**
 * Has a file written where the owner wants it.
 *
 * @returns the path, or null where the owner chose none
 * @throws RaybarFailure what `write` rejects with, command-failed where that is no RaybarFailure
 */
export async function saveWhereChosen(
  askForPlace: AskForPlace,
  place: ExportPlace,
  write: (path: string) => Promise<void>,
): Promise<string | null> {
  const path = await askForPlace(place);
  if (path === null) return null;
  try {
    await write(path);
  } catch (problem) {
    if (problem instanceof RaybarFailure) throw problem;
    throw new RaybarFailure({
      code: 'command-failed',
      tried: `Wrote ${path}`,
      found: problem instanceof Error ? problem.message : String(problem),
      fixes: ['Choose another folder, or free some space on the disk.'],
      retryable: true,
    });
  }
  return path;
}
