import { expect, test } from 'vitest';
import { mayBeBusy, mayHoldObjects } from '../../../../src/main/ray/leave-soon';
import { readWorkerTitle } from '../../../../src/main/ray/worker-title';

test('objects are told by the node’s activity', () => {
  expect(mayHoldObjects(['Resource: object_store_memory currently in use.'])).toBe(true);
  expect(mayHoldObjects(['Busy workers on node.'])).toBe(false);
  expect(mayHoldObjects([])).toBe(false);
});

test('a head that does not answer may know of objects', () => {
  expect(mayHoldObjects(null)).toBe(true);
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
