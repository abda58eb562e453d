import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Longer than any token; the file may be anything. */
const mostTokenBytes = 4_096;
/** As tokenReader's: it is asked with every answer of the log viewer. */
const freshMs = 10_000;
/** A token that was replaced still stands in older lines. */
const mostRemembered = 16;

/**
 * Makes the reader of what files hold that is to be hidden: tokens, one a file. What a file held before, in this process, stays hidden. A file that
 * can't be read holds nothing: who needs the token says so.
 */
export function rememberFileSecrets(
  files: () => readonly string[],
  now: () => number = Date.now,
): () => Promise<string[]> {
  const known = new Set<string>();
  let read = { files: '', at: 0 };
  return async () => {
    const paths = [...new Set(files())];
    const at = now();
    const isFresh = paths.join('\n') === read.files && at >= read.at && at - read.at < freshMs;
    const secrets = isFresh ? [] : await Promise.all(paths.map(secretIn));
    if (!isFresh) read = { files: paths.join('\n'), at };
    for (const secret of secrets) {
      if (secret === '') continue;
      // The one that was seen last is forgotten last.
      known.delete(secret);
      known.add(secret);
    }
    for (const oldest of [...known].slice(0, -mostRemembered)) known.delete(oldest);
    return [...known].sort();
  };
}

async function secretIn(path: string): Promise<string> {
  // A FIFO must not be waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return '';
  try {
    if (!(await file.stat()).isFile()) return '';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostTokenBytes), 0, mostTokenBytes, 0);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } catch {
    return '';
  } finally {
    await file.close();
  }
}
