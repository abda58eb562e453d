import type { Snapshot, SnapshotDelta } from '../../../shared/snapshot';

/** What changed at once in what tells a worker's story. */
export interface JournalEntry {
  /** Ms since the epoch. */
  at: number;
  changes: Partial<Pick<Snapshot, 'wish' | 'decision' | 'worker' | 'problems'>>;
}

const mostEntries = 200;
const kept = ['wish', 'decision', 'worker', 'problems'] as const;

/** The snapshot's history: its last 200 changes of wish, decision, worker and problems. Telemetry and tasks are left out: they change all the time. */
export class SnapshotJournal {
  private readonly entries: JournalEntry[] = [];

  /** Takes one delta of the snapshot; those that change nothing of the story leave no entry. */
  note({ changes }: SnapshotDelta, at: number): void {
    const told = Object.fromEntries(
      kept.flatMap((part) => (changes[part] === undefined ? [] : [[part, changes[part]]])),
    );
    if (Object.keys(told).length === 0) return;
    this.entries.push({ at, changes: told });
    if (this.entries.length > mostEntries) this.entries.shift();
  }

  /** Oldest first. */
  list(): readonly JournalEntry[] {
    return [...this.entries];
  }
}
