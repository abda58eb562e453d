import { z } from 'zod';

/**
 * Every error that an owner can meet, by code. The code is stable: scripts, tests and docs name it. The words are
 * written where the error is made, because only there is it known what was tried and found.
 */
export const errorCodes = [
  // Settings and files
  'settings-invalid',
  'settings-corrupt',
  'settings-not-written',
  'logs-not-written',
  'state-corrupt',
  'disk-full',
  // The Python environment
  'python-missing',
  'python-environment-broken',
  'ray-missing',
  // The head, before joining
  'head-address-invalid',
  'head-name-unknown',
  'head-unreachable',
  'head-refused',
  'head-not-ray',
  'head-silent',
  'ray-version-mismatch',
  'python-version-mismatch',
  'token-missing',
  'token-wrong',
  'token-not-wanted',
  'token-file-unreadable',
  'own-address-unknown',
  'dashboard-unreachable',
  // Joining and living
  'worker-start-failed',
  'worker-resources-refused',
  'port-taken',
  'join-timeout',
  'raylet-exited',
  'node-dead',
  'node-unreachable',
  'crash-loop',
  'drain-refused',
  'drain-failed',
  'leftover-processes',
  // The embedded cluster
  'embedded-head-failed',
  // Logs
  'log-view-gone',
  'log-source-gone',
  'log-search-invalid',
  'log-search-too-slow',
  'log-engine-failed',
  // Metrics
  'metrics-not-served',
  'metrics-not-pushed',
  // Commands
  'command-invalid',
  'command-failed',
  'no-cluster',
  'not-contributing',
  'job-failed',
  'app-not-running',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export const raybarErrorSchema = z.object({
  code: z.enum(errorCodes),
  /** What Raybar was doing, e.g. "Asked the head at 10.0.0.5:6379 for its versions". */
  tried: z.string(),
  /** What came back, in plain words. */
  found: z.string(),
  /** What the owner can do next; the first is the likeliest to help. */
  fixes: z.array(z.string()),
  /** True where trying again later may help without the owner (a head that is down), false where it can't (a bad setting). */
  retryable: z.boolean(),
});

export type RaybarError = z.infer<typeof raybarErrorSchema>;

/** A RaybarError on its way through `throw`. Everything else that is thrown is a bug in Raybar. */
export class RaybarFailure extends Error {
  readonly error: RaybarError;

  constructor(error: RaybarError, options?: ErrorOptions) {
    super(`${error.code}: ${error.tried}: ${error.found}`, options);
    this.name = 'RaybarFailure';
    this.error = error;
  }
}

/** How an answer crosses a process border: errors are values there. */
export type Result<T> = { type: 'success'; value: T } | { type: 'error'; error: RaybarError };

export const success = <T>(value: T): Result<T> => ({ type: 'success', value });
export const failure = (error: RaybarError): Result<never> => ({ type: 'error', error });
