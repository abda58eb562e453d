import { isRecent } from '../../shared/is-recent';
import { type FailedTask, isOwnFailure } from '../notices/task-failed';

/** Who opens the logs so soon after a task failed here looks for why. */
const recentMs = 60_000;

/** When the newest task of this machine failed whose own code raised, for a minute. */
export class RecentFailure {
  private newest: { failedAt: number; toldAt: number } | null = null;

  constructor(private readonly now: () => number) {}

  note(failure: FailedTask): void {
    const toldAt = this.now();
    const failedAt = failure.endedAt ?? toldAt;
    // An earlier Raybar's are told again, and one list has many, in any order.
    if (!isOwnFailure(failure) || toldAt - failedAt > recentMs) return;
    if (this.at() === null || failedAt >= (this.newest?.failedAt ?? 0)) this.newest = { failedAt, toldAt };
  }

  /** Ms since the epoch; null where none failed in the last minute. */
  at(): number | null {
    if (this.newest === null) return null;
    const { failedAt, toldAt } = this.newest;
    return isRecent(toldAt, this.now(), recentMs) ? failedAt : null;
  }
}
