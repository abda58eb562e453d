import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { gcsFailure } from '../../../../../src/main/ray/gcs/failures';

const call = { address: '10.0.0.5:6379', tried: 'Asked', deadlineMs: 900, withToken: true };

function codeFor(code: status, details: string, parts: Partial<typeof call> = {}): string {
  const error: ServiceError = Object.assign(new Error(details), { code, details, metadata: new Metadata() });
  return gcsFailure(error, { ...call, ...parts }).error.code;
}

test('a refusal means a wrong token where one was sent, and a missing one where none was', () => {
  const details = 'InvalidAuthToken: Authentication token is missing or incorrect';
  expect(codeFor(status.UNAUTHENTICATED, details)).toBe('token-wrong');
  expect(codeFor(status.UNAUTHENTICATED, details, { withToken: false })).toBe('token-missing');
});

// The texts are those of grpc-js 1.14 on Node 20, as met.
test.each([
  [
    status.UNAVAILABLE,
    'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:32863. Resolution note: ',
    'head-refused',
  ],
  [status.UNAVAILABLE, 'Name resolution failed for target dns:nowhere.invalid:6379', 'head-name-unknown'],
  [
    status.UNAVAILABLE,
    'No connection established. Last error: Error: connect EHOSTUNREACH 10.0.0.5:6379. Resolution note: ',
    'head-unreachable',
  ],
  [
    status.UNAVAILABLE,
    'No connection established. Last error: Error: Protocol error. Resolution note: ',
    'head-not-ray',
  ],
  [status.UNIMPLEMENTED, 'Method not found', 'head-not-ray'],
  [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 0.901s', 'head-silent'],
  [status.UNAVAILABLE, 'Connection dropped', 'head-unreachable'],
])('gRPC code %i, "%s": %s', (code, details, expected) => {
  expect(codeFor(code, details)).toBe(expected);
});
