/** A timer counts no time that the machine slept, so a long one is looked at again now and then. */
const recheckMs = 30_000;

/** Calls `due` at a time of the clock, or up to half a minute early: whoever is called looks at the clock again. */
export class DeadlineTimer {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly now: () => number,
    private readonly due: () => void,
  ) {}

  /** Replaces the time that was set before; null sets none. */
  arm(at: number | null): void {
    this.stop();
    if (at === null) return;
    const waitMs = Math.max(0, Math.min(at - this.now(), recheckMs));
    this.timer = setTimeout(this.due, waitMs);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
