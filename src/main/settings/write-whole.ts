import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What is used of node:fs/promises; a test gives a disk that is full. */
export type FileOpener = Pick<typeof fs, 'open'>;

/**
 * Writes a file so that whoever reads it, after a crash or a power cut too, finds the old content or the new one and nothing
 * between: a temporary file beside it, fsync, rename, fsync of the folder. Readable by the owner alone.
 * Two writes of one file at the same time are the caller's to prevent.
 *
 * @throws the error of the file system; the old file is as it was
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  opener: FileOpener = fs,
): Promise<void> {
  // A link into a folder of dotfiles stays a link.
  const target = await fs.realpath(file).catch(() => file);
  const folder = path.dirname(target);
  // One fixed name: what a crash left behind is replaced instead of piling up.
  const temporary = `${target}.tmp`;
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  await fs.rm(temporary, { force: true });
  try {
    const handle = await opener.open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(temporary, target);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the new name last. Some network file systems can't; the content is on the disk all the same. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EACCES'].includes(systemErrorCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

const systemErrorSchema = z.object({ code: z.string() });

/** `ENOENT` and its like; null for any other error. */
export const systemErrorCode = (error: unknown): string | null =>
  systemErrorSchema.safeParse(error).data?.code ?? null;
