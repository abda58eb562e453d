import { expect, it } from 'vitest';
import { drainOutageLine } from '../../../../src/main/worker/drain-outage';
import { exampleWorkerStates } from '../../../support/snapshots';

const { draining, lost, contributing } = exampleWorkerStates;
const silent = { ...draining, error: lost.error };

it('logs once that the head does not answer a drain, and once that it does again', () => {
  expect(drainOutageLine(draining, silent)).toBe(
    'the head does not answer, and the drain goes on: No answer, three times in a row. (head-silent)',
  );
  expect(drainOutageLine(silent, { ...silent, acceptedAt: null })).toBeNull();
  expect(drainOutageLine(silent, draining)).toBe('the head answers again');
  expect(drainOutageLine(draining, draining)).toBeNull();
});

it('leaves a change of the state to the line that tells it', () => {
  expect(drainOutageLine(lost, silent)).toBeNull();
  expect(drainOutageLine(silent, exampleWorkerStates.leaving)).toBeNull();
  expect(drainOutageLine(contributing, draining)).toBeNull();
});
