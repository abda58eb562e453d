import { expect, it } from 'vitest';
import { nearestName } from '../../../src/shared/nearest-name';

const known = ['status', 'on', 'off', 'logs', 'settings get', 'worker.cpus', 'cluster.tokenFile'];

it.each([
  ['stauts', 'status'],
  ['stat', 'status'],
  ['lgos', 'logs'],
  ['of', 'off'],
  ['onn', 'on'],
  ['STATUS', 'status'],
  ['setings get', 'settings get'],
  ['cpus', 'worker.cpus'],
  ['cluster.tokenfle', 'cluster.tokenFile'],
])('%s means %s', (typed, meant) => {
  expect(nearestName(typed, known)).toBe(meant);
});

it.each(['', 'x', 'bogus', 'stop', 'lost', 'dashboard', 'somethingquitedifferent'])(
  '%j is like nothing that is known',
  (typed) => {
    expect(nearestName(typed, known)).toBeNull();
  },
);
