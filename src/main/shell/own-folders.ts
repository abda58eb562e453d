import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '../../shared/errors';
import type { AppDirectories } from './app-directories';

/**
 * Makes the folders that Raybar can't be without where they are missing, and tries to write there.
 *
 * @returns for the owner: what can't be written to, why, and what helps; null where all is well
 */
export function makeOwnFolders({ state, logs }: Pick<AppDirectories, 'state' | 'logs'>): string | null {
  return (
    // Without this one Raybar can't even tell whether it runs already.
    makeWritable(state, 'settings-not-written', 'its state') ??
    makeWritable(logs, 'logs-not-written', 'its logs')
  );
}

function makeWritable(directory: string, code: ErrorCode, what: string): string | null {
  try {
    // The owner's alone: the token of the embedded cluster lies in the state's.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK | constants.X_OK);
    // Root may write anywhere by its rights; only trying tells of a read-only or full disk.
    rmSync(mkdtempSync(path.join(directory, 'try-')), { recursive: true });
    return null;
  } catch (problem) {
    return (
      `${code}: Raybar keeps ${what} in ${directory}, and can't write there: ${String(problem)}\n` +
      'Make that a folder that you may write to, on a disk that is not full, or name another one for all that Raybar keeps in RAYBAR_STATE_DIRECTORY.'
    );
  }
}
