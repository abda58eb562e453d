import { leaveNowDeadlineMs } from '../../shared/settings';
import type { Snapshot } from '../../shared/snapshot';
import { clusterName, countTasks } from '../../shared/view/words';

/** What leaving waits for now. */
export interface LeavingStage {
  /** The same for as long as there is nothing new to say. */
  readonly key: string;
  /** One line; empty where there is nothing to wait for. */
  readonly words: string;
}

/** Pure: what the terminal that Raybar was started from is told while Raybar drains and leaves. */
export function leavingStage({ cluster, tasks, worker }: Snapshot, now: number): LeavingStage {
  const name = clusterName(cluster);
  const busy = tasks.filter((task) => task.busy).length;
  switch (worker.kind) {
    case 'contributing':
    case 'lost':
    case 'draining': {
      // The drain may only be about to begin, and one with the owner's long deadline is about to be hurried.
      const left = worker.kind === 'draining' ? worker.deadlineAt - now : leaveNowDeadlineMs;
      const seconds = Math.max(0, Math.ceil(Math.min(left, leaveNowDeadlineMs) / 1_000));
      const words =
        busy === 0
          ? `Leaving ${name}: no task runs here.`
          : `Leaving ${name}: ${countTasks(busy)} ${busy === 1 ? 'has' : 'have'} up to ${seconds} s to end.`;
      return { key: `draining ${busy}`, words };
    }
    case 'preparing':
      // Nothing of Ray's worker runs yet.
      return { key: 'preparing', words: 'Joining is called off.' };
    case 'joining':
    case 'leaving':
      return { key: 'leaving', words: 'Ray’s worker ends.' };
    default:
      return { key: 'out', words: cluster.kind === 'embedded' ? 'The local cluster ends.' : '' };
  }
}

export interface LeavingParts {
  snapshot(): Snapshot;
  /** Calls back after every change; returns the way to stop. */
  subscribe(changed: (snapshot: Snapshot) => void): () => void;
  tell(line: string): void;
}

/**
 * Tells what leaving waits for, now and whenever that changes.
 *
 * @param hint stands behind the first line: how to hurry
 * @returns the way to stop
 */
export function tellLeaving(parts: LeavingParts, hint: string): () => void {
  let last: LeavingStage = { key: '', words: '' };
  const look = (current: Snapshot): void => {
    const stage = leavingStage(current, Date.now());
    if (stage.key === last.key) return;
    if (stage.words !== '') parts.tell(last.words === '' ? `${stage.words} ${hint}` : stage.words);
    last = stage;
  };
  look(parts.snapshot());
  return parts.subscribe(look);
}
