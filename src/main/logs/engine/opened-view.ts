import type { LogView } from '../view/log-view';

/** Between two events of one view, ms. */
const eventMs = 100;

/** A view, who waits for it, and when it was told of last. */
export class OpenedView {
  lastUsedAt: number;
  lastUpdatedAt = 0;
  /** Sources that it holds open. */
  readonly used = new Set<string>();
  /** Sources that were there before. */
  readonly known = new Set<string>();
  /** All files that it shows are open. */
  hasAllFiles = true;
  /** Was whole once: rows that are pending since then came in a burst. */
  wasIndexed = false;
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;
  private toldAt = 0;

  constructor(
    readonly id: string,
    readonly view: LogView,
    private readonly now: () => number,
    private readonly tell: (view: OpenedView) => void,
  ) {
    this.lastUsedAt = now();
  }

  /** Has it told soon, at most ten times a second. */
  changed(): void {
    for (const wake of this.waiting) wake();
    if (this.timer !== null) return;
    const wait = Math.max(0, this.toldAt + eventMs - this.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.toldAt = this.now();
      this.tell(this);
    }, wait);
  }

  /** Resolves at the next change, or after so many ms. */
  nextChange(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, mostMs);
      this.waiting.add(wake);
    });
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    for (const wake of this.waiting) wake();
    this.view.close();
  }
}
