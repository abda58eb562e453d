import { expect, test } from 'vitest';
import {
  actorQuietMs,
  mayBeBusy,
  objectQuietMs,
  quietBeforeEndMs,
} from '../../../../src/main/ray/leave-soon';
import { readWorkerTitle } from '../../../../src/main/ray/worker-title';

test('a node that only holds idle actors leaves after a moment of quiet', () => {
  expect(quietBeforeEndMs(['Busy workers on node.'])).toBe(actorQuietMs);
  expect(quietBeforeEndMs([])).toBe(actorQuietMs);
});

test('where objects are left there is time to fetch them', () => {
  expect(quietBeforeEndMs(['Resource: object_store_memory currently in use.'])).toBe(objectQuietMs);
});

test('a head that does not answer may know of objects', () => {
  expect(quietBeforeEndMs(null)).toBe(objectQuietMs);
});

test('a title that can mean two things counts as work until the raylet has told', () => {
  const guess = readWorkerTitle(1, 'ray::Model');
  if (guess === null) throw new Error('a title of Ray’s');
  expect(mayBeBusy(guess)).toBe(true);
  expect(mayBeBusy({ ...guess, sure: true, busy: false })).toBe(false);
});

test('a worker that waits for work is not busy', () => {
  const idle = readWorkerTitle(1, 'ray::IDLE');
  expect(idle && mayBeBusy(idle)).toBe(false);
});
