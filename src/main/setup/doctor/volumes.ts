import { type DfRow, dfArguments, parseDf } from '../../observe/disk-space';
import { CommandError, outputDespiteFailure } from '../../system/command-error';
import type { RunCommand } from '../../system/run-command';

/** A network volume that went away answers never. */
const answerMs = 3_000;

export type Volume =
  | { kind: 'known'; mountPoint: string; totalBytes: number; freeBytes: number }
  /** `hung`: it did not answer. `stale`: an NFS volume whose server no longer knows it. */
  | { kind: 'unknown'; why: 'hung' | 'stale' | 'other'; reason: string };

/**
 * The volume that a folder lies on, or will: `df` is asked for it and for those above it. A command of its own: a call that hangs in the kernel
 * would keep one of Node's four threads for files.
 */
export async function volumeOf(directory: string, run: RunCommand): Promise<Volume> {
  try {
    const { stdout, stderr } = await run('df', dfArguments(directory), { timeoutMs: answerMs });
    return volumeFrom(directory, stdout, stderr);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.timedOut)
      return { kind: 'unknown', why: 'hung', reason: `It gave no answer within ${answerMs / 1_000} s.` };
    if (isStale(error.stderr)) return volumeFrom(directory, '', error.stderr);
    try {
      return volumeFrom(directory, outputDespiteFailure(error), error.stderr);
    } catch {
      return { kind: 'unknown', why: 'other', reason: error.message };
    }
  }
}

/** Pure: macOS and Linux each have their words for ESTALE. */
const isStale = (stderr: string): boolean => /\b[Ss]tale (?:NFS )?file handle/.test(stderr);

/** Pure: the first volume that `df` lists is the folder's own, or that of the nearest folder above it that is there. */
export function volumeFrom(directory: string, stdout: string, stderr: string): Volume {
  if (isStale(stderr))
    return {
      kind: 'unknown',
      why: 'stale',
      reason: 'The server no longer knows it (stale NFS file handle).',
    };
  const row: DfRow | undefined = parseDf(stdout)[0];
  if (row === undefined)
    return { kind: 'unknown', why: 'other', reason: `df tells nothing about ${directory}.` };
  const { mountPoint, totalBytes, freeBytes } = row;
  if (typeof totalBytes !== 'number' || typeof freeBytes !== 'number' || totalBytes <= 0)
    return { kind: 'unknown', why: 'other', reason: `df tells no size of ${mountPoint}.` };
  return { kind: 'known', mountPoint, totalBytes, freeBytes };
}
