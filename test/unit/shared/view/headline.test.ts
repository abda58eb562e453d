import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../src/shared/snapshot';
import type { WorkerStateKind } from '../../../../src/shared/worker-state';
import { headline } from '../../../../src/shared/view/headline';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

const utc = { locale: 'en-GB', timeZone: 'UTC' };
const told = (snapshot: Snapshot) => {
  const { title, subtitle, shape } = headline(snapshot, exampleNow, utc);
  return [title, subtitle, shape];
};
const states = exampleWorkerStates;

describe('the headline of each state', () => {
  it.each<[WorkerStateKind, string, string, string]>([
    ['off', 'Not contributing', 'nothing runs here for lab', 'off'],
    ['preparing', 'Joining lab', 'asking the head at 10.77.0.1:6379', 'joining'],
    ['joining', 'Joining lab', 'waiting for the head to list this node', 'joining'],
    ['contributing', 'Contributing to lab', 'since 09:12 · 2 tasks · node 5a19…98e', 'busy'],
    ['lost', 'Lost the cluster', 'for 42 s · trying again', 'lost'],
    ['draining', 'Draining', '1 task left · done by 17:09:00', 'draining'],
    ['leaving', 'Leaving lab', 'Ray’s worker is asked to end', 'draining'],
    ['backoff', 'Cannot join lab', 'trying again in 3 s · attempt 2', 'lost'],
    ['failed', 'Cannot join lab', 'gave up at 17:01', 'failed'],
    ['asleep', 'Asleep', 'joins lab again after wake', 'asleep'],
    ['waking', 'Waking up', 'joins lab once the network is back', 'joining'],
  ])('%s', (kind, title, subtitle, shape) => {
    expect(told(exampleSnapshot(kind))).toEqual([title, subtitle, shape]);
  });

  it('preparing tells its step', () => {
    const at = (step: 'environment' | 'embedded-head' | 'versions') =>
      told(exampleSnapshot('preparing', { worker: { ...states.preparing, step, attempt: 3 } }))[1];
    expect(at('environment')).toBe('checking the Python environment · attempt 3');
    expect(at('embedded-head')).toBe('starting a Ray head on this Mac · attempt 3');
    expect(at('versions')).toBe('comparing Ray and Python versions · attempt 3');
  });

  it('contributing with no busy task has a calmer shape', () => {
    expect(told(exampleSnapshot('contributing', { tasks: [] }))).toEqual([
      'Contributing to lab',
      'since 09:12 · no tasks · node 5a19…98e',
      'contributing',
    ]);
  });

  it('a paused one tells until when', () => {
    const pausedUntil = exampleNow + 90 * 60_000;
    expect(told(exampleSnapshot('off', { wish: { contribute: true, pausedUntil } }))).toEqual([
      'Paused until 18:32',
      'joins lab again in 1 h 30 min',
      'paused',
    ]);
  });

  it('off while wanted in is about to start', () => {
    const { decision } = exampleSnapshot();
    expect(told(exampleSnapshot('off', { wish: { contribute: true, pausedUntil: null }, decision }))).toEqual(
      ['Joining lab', 'about to start', 'joining'],
    );
  });

  it('off because policy says so tells its reason', () => {
    const wish = { contribute: true, pausedUntil: null };
    const decision = { wanted: 'out' as const, why: 'it is past 18:00', next: null, changesAt: null };
    expect(told(exampleSnapshot('off', { wish, decision }))[1]).toBe('it is past 18:00');
  });

  it('with no cluster it invites', () => {
    const { cluster, app } = exampleSnapshot();
    const none = { ...cluster, kind: 'none' as const, name: '' };
    expect(told(exampleSnapshot('off', { cluster: none }))).toEqual([
      'Lend this Mac to a Ray cluster',
      'Apple M4 Pro · 14 cores · 48 GB',
      'off',
    ]);
    expect(told(exampleSnapshot('off', { cluster: none, app: { ...app, platform: 'linux' } }))[0]).toBe(
      'Lend this computer to a Ray cluster',
    );
  });
});

describe('a drain', () => {
  const draining = (parts: Partial<(typeof states)['draining']>, tasks = exampleSnapshot().tasks) =>
    told(exampleSnapshot('draining', { worker: { ...states.draining, ...parts }, tasks }));

  it('tells how many of its tasks are left, where it knows how many there were', () => {
    expect(draining({ tasksAtStart: 2 })[1]).toBe('1 of 2 tasks left · done by 17:09:00');
  });

  it('tells why it drains', () => {
    expect(draining({ why: 'sleep' })[0]).toBe('Draining before sleep');
    expect(draining({ why: 'leave-now' })[0]).toBe('Leaving now');
  });

  it('does not call an idle actor a task', () => {
    const [, idleActor] = exampleSnapshot().tasks;
    expect(draining({}, idleActor ? [idleActor] : [])[1]).toBe('1 idle actor left · done by 17:09:00');
    expect(draining({}, [])[1]).toBe('no task left · done by 17:09:00');
  });

  it('says so while the head has not taken it, and when its time is up', () => {
    expect(draining({ acceptedAt: null })[1]).toBe('1 task left · telling the head');
    expect(draining({ deadlineAt: exampleNow })[1]).toBe('1 task left · time is up');
  });

  it('says so while the head does not answer, whether it took the drain or not', () => {
    const { error } = states.lost;
    const without = '1 task left · done by 17:09:00 · the head does not answer';
    expect(draining({ error })[1]).toBe(without);
    expect(draining({ acceptedAt: null, error })[1]).toBe(without);
  });
});

it('the embedded cluster is called local', () => {
  const cluster = { ...exampleSnapshot().cluster, kind: 'embedded' as const, name: 'this machine' };
  expect(told(exampleSnapshot('contributing', { cluster }))[0]).toBe('Contributing to the local cluster');
});

it('a retry that is due is being made', () => {
  const worker = { ...states.backoff, retryAt: exampleNow };
  expect(told(exampleSnapshot('backoff', { worker }))[1]).toBe('trying again now · attempt 2');
});
