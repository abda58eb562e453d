import { RaybarFailure } from '../../shared/errors';
import type { ExportPlace } from './export-activity';
import { fileTime } from './file-time';

export interface BundleParts {
  /** Null: the owner thought better of it. */
  askForPlace(place: ExportPlace): Promise<string | null>;
  /** Writes the bundle that was previewed under this id. */
  write(id: string, path: string): Promise<void>;
  /** ms since the epoch. */
  now(): number;
}

/**
 * Saves a diagnostics bundle where the owner wants it.
 *
 * @returns the path, or null where the owner chose none
 * @throws RaybarFailure command-failed where the file cannot be written, and what `write` rejects with
 */
export async function saveLogBundle(parts: BundleParts, id: string): Promise<string | null> {
  const fileName = `raybar-diagnostics-${fileTime(parts.now())}.zip`;
  const path = await parts.askForPlace({ title: 'Save diagnostics', fileName, extension: 'zip' });
  if (path === null) return null;
  try {
    await parts.write(id, path);
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
