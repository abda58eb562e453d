import { RaybarFailure } from '../shared/errors';

/** True where no app runs, or where it went before it answered. */
export const isAppGone = (error: unknown): boolean =>
  error instanceof RaybarFailure && error.error.code === 'app-not-running';

/** The command line was not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was waited for did not happen within the time limit; it may still happen. */
export class WaitedTooLong extends Error {
  override readonly name = 'WaitedTooLong';
}
