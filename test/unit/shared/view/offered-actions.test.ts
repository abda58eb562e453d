import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../src/shared/snapshot';
import type { WorkerStateKind } from '../../../../src/shared/worker-state';
import { pauseSchema } from '../../../../src/shared/ipc';
import { offeredActions, pauseChoices } from '../../../../src/shared/view/offered-actions';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

/** The names of what is offered, for a comparison that reads. */
function offered(snapshot: Snapshot): string {
  const { contribute, pause, endPause, drain, leaveNow, tryNow, setUp } = offeredActions(snapshot);
  const flags = { pause, endPause, drain, leaveNow, tryNow, setUp };
  const names = Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []));
  return [contribute.on ? 'on' : 'off', ...names].join(' ');
}

describe('what each state offers', () => {
  it.each<[WorkerStateKind, string]>([
    ['off', 'off'],
    ['preparing', 'on pause'],
    ['joining', 'on pause'],
    ['contributing', 'on pause drain leaveNow'],
    ['lost', 'on pause drain leaveNow tryNow'],
    ['leaving', 'on pause'],
    ['backoff', 'on pause tryNow'],
    ['failed', 'on tryNow'],
    ['asleep', 'on'],
    ['waking', 'on pause'],
  ])('%s', (kind, expected) => {
    expect(offered(exampleSnapshot(kind))).toBe(expected);
  });

  it('a drain can be cut short, unless it is short already', () => {
    const wish = { contribute: false, pausedUntil: null };
    const draining = (why: 'owner' | 'leave-now' | 'sleep') =>
      exampleSnapshot('draining', { wish, worker: { ...exampleWorkerStates.draining, why } });
    expect(offered(draining('owner'))).toBe('off leaveNow');
    expect(offered(draining('leave-now'))).toBe('off');
    expect(offered(draining('sleep'))).toBe('off');
  });

  it('a pause can be ended, also while it still drains, and nothing is tried during it', () => {
    const wish = { contribute: true, pausedUntil: exampleNow + 60_000 };
    expect(offered(exampleSnapshot('off', { wish }))).toBe('on endPause');
    expect(offered(exampleSnapshot('draining', { wish }))).toBe('on endPause leaveNow');
    expect(offered(exampleSnapshot('backoff', { wish }))).toBe('on endPause');
  });

  it('without a cluster there is only the setting up', () => {
    const cluster = { ...exampleSnapshot().cluster, kind: 'none' as const, dashboardUrl: null };
    const snapshot = exampleSnapshot('off', { cluster });
    expect(offered(snapshot)).toBe('off setUp');
    expect(offeredActions(snapshot).contribute.enabled).toBe(false);
    expect(offeredActions(snapshot).dashboard).toEqual({
      enabled: false,
      reason: 'There is no cluster yet.',
    });
  });
});

it('a dashboard that nobody told of is not offered, with the reason', () => {
  const cluster = { ...exampleSnapshot().cluster, dashboardUrl: null };
  expect(offeredActions(exampleSnapshot('contributing', { cluster })).dashboard).toEqual({
    enabled: false,
    reason: 'The head has not told where its dashboard is.',
  });
});

it('every pause that is offered is one that the command takes', () => {
  for (const { input } of pauseChoices) expect(pauseSchema.safeParse(input).success).toBe(true);
});
