import { readFile } from 'node:fs/promises';
import { RaybarFailure } from '../../shared/errors';
import { isRecent } from '../../shared/is-recent';

/**
 * A probe a second that opens the file each time is half of all wakeups of an idle Raybar (8 of 16 a second, measured); who
 * replaces a token has its head started anew as well, which takes longer.
 */
const freshMs = 10_000;

/**
 * Makes the `token` function of the clients: reads the file when what was read is older than 10 s, so that a replaced token is taken
 * up. `null`: no token. Rejects with token-file-unreadable (missing, not allowed, empty, not a token).
 */
export function tokenReader(
  tokenFile: string | null,
  now: () => number = Date.now,
): () => Promise<string | null> {
  if (tokenFile === null) return () => Promise.resolve(null);
  let known: { token: string; readAt: number } | null = null;
  return async () => {
    const at = now();
    if (known !== null && isRecent(known.readAt, at, freshMs)) return known.token;
    known = null;
    const text = await readFile(tokenFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw unreadable(tokenFile, reasonOf(cause.code), { cause });
    });
    // Ray trims the file, too. What is no header value would fail later and less clearly.
    const token = text.trim();
    if (token === '') throw unreadable(tokenFile, 'It is empty.');
    if (!/^[\x21-\x7e]+$/.test(token))
      throw unreadable(tokenFile, 'It holds more than one word: that is no token.');
    known = { token, readAt: at };
    return token;
  };
}

function reasonOf(code: string | undefined): string {
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EACCES' || code === 'EPERM') return 'This user may not read it.';
  if (code === 'EISDIR') return 'It is a folder.';
  return `Reading it failed (${code ?? 'unknown'}).`;
}

function unreadable(tokenFile: string, found: string, options?: ErrorOptions): RaybarFailure {
  const error = {
    code: 'token-file-unreadable' as const,
    tried: `Read the cluster's token from ${tokenFile}`,
    found,
    fixes: [
      'Put the cluster’s token into that file, readable by you alone (chmod 600), or name another one in Settings.',
    ],
    retryable: false,
  };
  return new RaybarFailure(error, options);
}
