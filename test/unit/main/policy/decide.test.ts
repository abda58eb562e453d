import { describe, expect, it } from 'vitest';
import { decide, type DecideFacts } from '../../../../src/main/policy/decide';

const facts: DecideFacts = {
  contribute: true,
  pausedUntil: null,
  hurryDeadlineMs: null,
  clusterChosen: true,
  settingsRead: true,
  quitting: false,
  quitDeadlineMs: 15_000,
  drainDeadlineMs: 600_000,
  now: 1_000,
};

describe('Whether this machine ought to contribute', () => {
  it('is in when the owner switched it on and nothing speaks against it', () => {
    expect(decide(facts)).toEqual({ wanted: 'in', why: 'switched-on', changesAt: null });
  });

  it('is out with the settings’ deadline when the owner switched it off', () => {
    expect(decide({ ...facts, contribute: false })).toMatchObject({
      wanted: 'out',
      why: 'switched-off',
      drainWhy: 'owner',
      deadlineMs: 600_000,
      changesAt: null,
    });
  });

  it('takes the owner’s nearer deadline, and calls 15 s and less leaving now', () => {
    expect(decide({ ...facts, contribute: false, hurryDeadlineMs: 60_000 })).toMatchObject({
      drainWhy: 'owner',
      deadlineMs: 60_000,
    });
    expect(decide({ ...facts, contribute: false, hurryDeadlineMs: 15_000 })).toMatchObject({
      drainWhy: 'leave-now',
      deadlineMs: 15_000,
    });
  });

  it('is out during a pause, says when it ends, and is in again from that moment on', () => {
    expect(decide({ ...facts, pausedUntil: 5_000 })).toMatchObject({
      wanted: 'out',
      why: 'paused',
      drainWhy: 'pause',
      changesAt: 5_000,
    });
    expect(decide({ ...facts, pausedUntil: 5_000, now: 5_000 })).toMatchObject({ wanted: 'in' });
  });

  it('joins nothing without a cluster, or with settings that could not be read', () => {
    expect(decide({ ...facts, clusterChosen: false })).toMatchObject({ wanted: 'out', why: 'no-cluster' });
    expect(decide({ ...facts, settingsRead: false, clusterChosen: false })).toMatchObject({
      wanted: 'out',
      why: 'settings-unread',
    });
  });

  it('gives tasks 15 s when Raybar quits, whatever else holds', () => {
    for (const contribute of [true, false]) {
      expect(decide({ ...facts, contribute, quitting: true })).toMatchObject({
        drainWhy: 'quit',
        deadlineMs: 15_000,
      });
    }
    expect(decide({ ...facts, quitting: true, quitDeadlineMs: 0 })).toMatchObject({ deadlineMs: 0 });
  });
});
