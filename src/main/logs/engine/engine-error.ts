import { type RaybarError, RaybarFailure } from '../../../shared/errors';

/** Pure: what was thrown within the engine, as it crosses to the other thread. What is no RaybarFailure is a bug of ours. */
export function asEngineError(thrown: unknown): RaybarError {
  if (thrown instanceof RaybarFailure) return thrown.error;
  return engineFailed(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}

export const engineFailed = (found: string): RaybarError => ({
  code: 'log-engine-failed',
  tried: 'Read the logs',
  found,
  fixes: ['Open the logs again.', 'Open the folder with the logs instead.'],
  retryable: true,
});

/** What whoever waits for an answer hears when the app ends. */
export const raybarQuit: RaybarError = {
  code: 'app-not-running',
  tried: 'Read the logs',
  found: 'Raybar quit.',
  fixes: ['Start Raybar, then do it again.'],
  retryable: true,
};

export const viewGone = (tried: string, found: string): RaybarFailure =>
  new RaybarFailure({
    code: 'log-view-gone',
    tried,
    found,
    fixes: ['Open the logs again.'],
    retryable: false,
  });
