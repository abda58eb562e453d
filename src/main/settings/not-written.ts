import { RaybarFailure } from '../../shared/errors';
import { systemErrorCode } from './write-whole';

/** The failure to save a file, in words for the owner. */
export function notWritten(what: string, file: string, cause: unknown): RaybarFailure {
  const code = systemErrorCode(cause);
  const tried = `Saved ${what} to ${file}`;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RaybarFailure(
      {
        code: 'disk-full',
        tried,
        found: 'The disk is full. The file is as it was before.',
        fixes: ['Free some space, then do it again.'],
        retryable: true,
      },
      { cause },
    );
  }
  return new RaybarFailure(
    {
      code: 'settings-not-written',
      tried,
      found: `${cause instanceof Error ? cause.message : String(cause)}. The file is as it was before.`,
      fixes: [
        code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
          ? 'Make the file and its folder writable for you, then do it again.'
          : 'Do it again; if it stays so, look at the folder.',
      ],
      retryable: true,
    },
    { cause },
  );
}
