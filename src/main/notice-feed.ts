import type { Notice } from '../shared/notices';
import { nextNotices, quietMemory, type NoticeFacts } from './worker/notices';

export type NoticeListener = (notice: Notice) => void;

/** An outage that is not yet told is looked at again after this. */
const graceCheckMs = 1_000;

/** Tells who listens what the owner should know: of the worker as it goes along, and what other parts have to say. */
export class NoticeFeed {
  private memory = quietMemory;
  private readonly listeners = new Set<NoticeListener>();

  subscribe(listener: NoticeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A look at the worker. */
  see(facts: NoticeFacts): void {
    const { memory, notices } = nextNotices(this.memory, facts);
    this.memory = memory;
    for (const notice of notices) this.tell(notice);
  }

  tell(notice: Notice): void {
    for (const listener of this.listeners) listener(notice);
  }

  /** When a look is due although nothing changes: an outage may have lasted long enough to be told. */
  nextLookAt(now: number): number | null {
    const untold = this.memory.outageSince !== null && !this.memory.outageTold;
    return untold ? now + graceCheckMs : null;
  }
}
