export interface LookLoopOptions {
  now: () => number;
  /** How long after the beginning of one look the next begins, in ms; null while there is nothing to look at. */
  intervalMs: () => number | null;
  look: () => Promise<void>;
}

/** Looks again and again, never twice at once, and at once when something was heard. */
export class LookLoop {
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  private soonAfterThis = false;
  private beganAt = 0;
  private stopped = false;

  constructor(private readonly options: LookLoopOptions) {}

  /** Sets the timer anew, for an interval that may have changed. */
  arm(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const everyMs = this.options.intervalMs();
    if (this.stopped || this.looking || everyMs === null) return;
    const waitMs = Math.max(0, this.beganAt + everyMs - this.options.now());
    this.timer = setTimeout(() => void this.look(), waitMs);
  }

  /** The next look begins now, or as soon as the one under way has ended: that one may have seen what was before. */
  soon(): void {
    this.soonAfterThis = this.looking;
    this.beganAt = 0;
    this.arm();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    this.looking = true;
    this.beganAt = this.options.now();
    await this.options.look();
    this.looking = false;
    if (this.soonAfterThis) {
      this.soonAfterThis = false;
      this.beganAt = 0;
    }
    this.arm();
  }
}
