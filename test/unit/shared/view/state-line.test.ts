import { expect, it } from 'vitest';
import type { WorkerStateKind } from '../../../../src/shared/worker-state';
import { stateLine } from '../../../../src/shared/view/state-line';
import { exampleNow, exampleSnapshot } from '../../../support/snapshots';

it.each<[WorkerStateKind, string]>([
  ['off', 'Not contributing'],
  ['joining', 'Joining lab'],
  ['contributing', 'Contributing to lab · 2 tasks'],
  ['lost', 'Lost the cluster · trying again'],
  ['draining', 'Draining · 1 task left'],
  ['backoff', 'Cannot join lab · trying again'],
  ['failed', 'Cannot join lab · gave up'],
  ['asleep', 'Asleep'],
])('%s is one line', (kind, line) => {
  expect(stateLine(exampleSnapshot(kind), exampleNow, { locale: 'en-GB', timeZone: 'UTC' })).toBe(line);
});

it('without a cluster it says so', () => {
  const cluster = { ...exampleSnapshot().cluster, kind: 'none' as const };
  expect(stateLine(exampleSnapshot('off', { cluster }), exampleNow)).toBe('No cluster yet');
});
