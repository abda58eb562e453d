import { RaybarFailure, type ErrorCode, type RaybarError } from '../shared/errors';

/**
 * What was thrown, as an error that the owner can be shown: a RaybarFailure's own; anything else is a fault of ours, logged with its
 * stack and told in short as `code`.
 */
export function asRaybarError(
  thrown: unknown,
  tried: string,
  { code, log }: { code: ErrorCode; log: (line: string) => void },
): RaybarError {
  if (thrown instanceof RaybarFailure) {
    log(`${thrown.error.tried}: ${thrown.error.found} (${thrown.error.code})`);
    return thrown.error;
  }
  const found = thrown instanceof Error ? thrown.message : String(thrown);
  log(`${tried}: ${thrown instanceof Error ? (thrown.stack ?? found) : found}`);
  return { code, tried, found, fixes: ['Try again.', 'Open the logs for more.'], retryable: true };
}
