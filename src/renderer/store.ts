import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RaybarError } from '../shared/errors';
import type { RaybarBridge } from '../shared/ipc';
import type { Snapshot, SnapshotDelta } from '../shared/snapshot';
import { withDelta } from '../shared/view/with-delta';
import { invoke } from './invoke';

export interface SnapshotCache {
  /** Null until the first answer. */
  readonly snapshot: Snapshot | null;
  /** Why there is no snapshot, when main did not give one. */
  readonly error: RaybarError | null;
}

export type SnapshotStore = StoreApi<SnapshotCache>;

/** Main has the one truth; this is its copy for a window. */
export function createSnapshotStore(): SnapshotStore {
  return createStore<SnapshotCache>(() => ({ snapshot: null, error: null }));
}

/**
 * Keeps the store equal to main's snapshot: asks for the whole once, then takes deltas. A delta that does not follow
 * what is here means that one was missed: the whole is asked for again. What arrives while that question is open is
 * kept and taken after its answer, because the answer may be older.
 *
 * @returns the way to stop.
 */
export function followSnapshot(bridge: RaybarBridge, store: SnapshotStore): () => void {
  let stopped = false;
  let asking = false;
  let waiting: SnapshotDelta[] = [];

  const take = (delta: SnapshotDelta) => {
    const { snapshot } = store.getState();
    if (asking || snapshot === null) return void waiting.push(delta);
    if (delta.changes.seq <= snapshot.seq) return;
    if (delta.base === snapshot.seq) return store.setState({ snapshot: withDelta(snapshot, delta) });
    waiting.push(delta);
    void ask();
  };

  const replace = (snapshot: Snapshot) => {
    store.setState({ snapshot, error: null });
    const kept = waiting;
    waiting = [];
    for (const delta of kept) take(delta);
  };

  const ask = async () => {
    asking = true;
    const result = await invoke(bridge, 'status', undefined);
    asking = false;
    if (stopped) return;
    if (result.type === 'success') replace(result.value);
    else store.setState({ error: result.error });
  };

  const unsubscribes = [
    bridge.subscribe('delta', take),
    bridge.subscribe('snapshot', (snapshot) => {
      if (!asking) replace(snapshot);
    }),
  ];
  void ask();
  return () => {
    stopped = true;
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}
