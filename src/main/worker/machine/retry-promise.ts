import type { RaybarError } from '../../../shared/errors';

/** "Raybar tries again by itself." and its like: true only while another try is due. */
const promise = /^Raybar\b.*\b(again|anew)\b/;

export const promisesRetry = (fix: string): boolean => promise.test(fix);

/** Pure: the error as a worker that gave up has it. From there on only the owner does something. */
export function withoutRetryPromises(error: RaybarError): RaybarError {
  const fixes = error.fixes.filter((fix) => !promisesRetry(fix));
  return { ...error, fixes: fixes.length > 0 ? fixes : ['Look at the logs, then choose “Try now”.'] };
}
