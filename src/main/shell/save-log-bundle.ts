import { fileTime } from './file-time';
import { type AskForPlace, saveWhereChosen } from './save-where-chosen';

export interface BundleParts {
  askForPlace: AskForPlace;
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
export function saveLogBundle(parts: BundleParts, id: string): Promise<string | null> {
  const fileName = `raybar-diagnostics-${fileTime(parts.now())}.zip`;
  const place = { title: 'Save diagnostics', fileName, extension: 'zip' } as const;
  return saveWhereChosen(parts.askForPlace, place, (path) => parts.write(id, path));
}
