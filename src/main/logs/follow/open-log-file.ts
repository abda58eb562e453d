import { closeSync, constants, fstatSync, openSync, realpathSync, type Stats } from 'node:fs';
import { sep } from 'node:path';

export interface OpenedFile {
  fd: number;
  stat: Stats;
}

/**
 * Opens a regular file below a folder for reading, or answers null. A link as the last part is not followed, links on the way must
 * not lead out of the folder, and what is no file (a FIFO, a socket, a device) is let go again without having waited for it.
 */
export function openLogFile(folder: string, path: string): OpenedFile | null {
  let fd: number | null = null;
  try {
    const real = realpathSync(folder);
    if (!realpathSync(path).startsWith(real.endsWith(sep) ? real : `${real}${sep}`)) return null;
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    if (stat.isFile()) return { fd, stat };
  } catch {
    // Gone, or not ours to read: there is no log.
  }
  if (fd !== null) closeSync(fd);
  return null;
}
