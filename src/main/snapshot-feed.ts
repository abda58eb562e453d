import { isDeepStrictEqual } from 'node:util';
import type { Snapshot, SnapshotDelta } from '../shared/snapshot';

export type SnapshotListener = (delta: SnapshotDelta, snapshot: Snapshot) => void;

/** Holds the snapshot and tells who listens what changed, part by part; what did not change is not told. */
export class SnapshotFeed {
  private readonly listeners = new Set<SnapshotListener>();

  constructor(private snapshot: Snapshot) {}

  get current(): Snapshot {
    return this.snapshot;
  }

  update(parts: Omit<Snapshot, 'seq'>): void {
    const { snapshot } = this;
    const changes = changedParts(snapshot, parts);
    if (Object.keys(changes).length === 0) return;
    const seq = snapshot.seq + 1;
    this.snapshot = { ...snapshot, ...changes, seq };
    const delta: SnapshotDelta = { base: snapshot.seq, changes: { ...changes, seq } };
    for (const listener of this.listeners) listener(delta, this.snapshot);
  }

  subscribe(listener: SnapshotListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

function changedParts(before: Snapshot, after: Omit<Snapshot, 'seq'>): Partial<Omit<Snapshot, 'seq'>> {
  const entries = Object.entries(after).filter(
    ([part, value]) => !isDeepStrictEqual(before[part as keyof Snapshot], value),
  );
  return Object.fromEntries(entries);
}
