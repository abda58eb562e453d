import { expect, it } from 'vitest';
import { failure, success, type Result } from '../../../src/shared/errors';
import type { Snapshot, SnapshotDelta } from '../../../src/shared/snapshot';
import { createSnapshotStore, followSnapshot } from '../../../src/renderer/store';
import { exampleSnapshot, exampleWorkerStates } from '../../support/snapshots';
import { createFakeBridge } from './fake-bridge';

const snapshotAt = (seq: number): Snapshot => ({ ...exampleSnapshot(), seq });
const delta = (base: number, changes: Partial<Snapshot> = {}): SnapshotDelta => ({
  base,
  changes: { ...changes, seq: base + 1 },
});
/** Lets the answers that are ready arrive. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A main that answers `status` when the test lets it. */
function follow() {
  const waiting: ((answer: Result<Snapshot>) => void)[] = [];
  const bridge = createFakeBridge({ status: () => new Promise((resolve) => void waiting.push(resolve)) });
  const store = createSnapshotStore();
  const stop = followSnapshot(bridge, store);
  const answer = async (given: Result<Snapshot>) => {
    await settled();
    waiting.shift()?.(given);
    await settled();
  };
  return { bridge, store, stop, answer, asked: () => bridge.callsOf('status').length };
}

it('asks for the whole once and then takes what changed', async () => {
  const { bridge, store, answer, asked } = follow();
  await answer(success(snapshotAt(4)));
  bridge.emit('delta', delta(4, { worker: exampleWorkerStates.lost }));
  expect(store.getState().snapshot).toEqual({ ...snapshotAt(5), worker: exampleWorkerStates.lost });
  expect(asked()).toBe(1);
});

it('keeps the parts that did not change as they are, so that their views are not drawn again', async () => {
  const { bridge, store, answer } = follow();
  await answer(success(snapshotAt(4)));
  const before = store.getState().snapshot;
  bridge.emit('delta', delta(4, { keepingAwake: false }));
  expect(store.getState().snapshot?.tasks).toBe(before?.tasks);
});

it('asks again after a delta was missed', async () => {
  const { bridge, store, answer, asked } = follow();
  await answer(success(snapshotAt(4)));
  bridge.emit('delta', delta(6, { keepingAwake: false }));
  expect(store.getState().snapshot?.seq).toBe(4);
  await settled();
  expect(asked()).toBe(2);
  await answer(success(snapshotAt(9)));
  expect(store.getState().snapshot?.seq).toBe(9);
});

it('takes the deltas that overtook the answer, and leaves out those that are in it', async () => {
  const { bridge, store, answer, asked } = follow();
  bridge.emit('delta', delta(4, { keepingAwake: false }));
  bridge.emit('delta', delta(5, { worker: exampleWorkerStates.lost }));
  await answer(success(snapshotAt(5)));
  expect(store.getState().snapshot?.seq).toBe(6);
  expect(store.getState().snapshot?.worker.kind).toBe('lost');
  expect(store.getState().snapshot?.keepingAwake).toBe(true);
  expect(asked()).toBe(1);
});

it('asks again where the deltas that overtook the answer do not follow it', async () => {
  const { bridge, store, answer, asked } = follow();
  bridge.emit('delta', delta(7));
  await answer(success(snapshotAt(5)));
  expect(asked()).toBe(2);
  await answer(success(snapshotAt(8)));
  expect(store.getState().snapshot?.seq).toBe(8);
});

it('takes a whole snapshot that main sends by itself', async () => {
  const { bridge, store, answer } = follow();
  await answer(success(snapshotAt(4)));
  bridge.emit('snapshot', snapshotAt(20));
  expect(store.getState().snapshot?.seq).toBe(20);
});

it('keeps the error when main has no answer', async () => {
  const error = exampleWorkerStates.backoff.error;
  const { store, answer } = follow();
  await answer(failure(error));
  expect(store.getState()).toEqual({ snapshot: null, error });
});

it('listens no more once it is stopped', async () => {
  const { bridge, store, stop, answer } = follow();
  stop();
  await answer(success(snapshotAt(4)));
  expect(bridge.listenerCount()).toBe(0);
  expect(store.getState().snapshot).toBe(null);
});
