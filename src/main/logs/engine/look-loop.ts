/** After something was heard: so soon, and not more often than this. */
const soonMs = 20;
/** Events get lost, and some file systems send none (NFS): so often a quiet folder is looked at anyway. */
const quietMs = 500;
/** As long as something was found in the last seconds, looks come by themselves: macOS tells of many writes at once, and late. */
const busyMs = 60;
const busyForMs = 3_000;

/** When to look: soon after an event, now and then without one. */
export class LookLoop {
  private timer: NodeJS.Timeout | null = null;
  private dueAt = 0;
  private foundAt = Number.NEGATIVE_INFINITY;
  private running = false;

  /** @param look answers true where it found something */
  constructor(
    private readonly now: () => number,
    private readonly look: () => boolean,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.arm(quietMs);
  }

  stop(): void {
    this.running = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Something happened. */
  soon(): void {
    if (this.running && this.dueAt - this.now() > soonMs) this.arm(soonMs);
  }

  private arm(afterMs: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.dueAt = this.now() + afterMs;
    this.timer = setTimeout(() => {
      if (this.look()) this.foundAt = this.now();
      if (this.running) this.arm(this.now() - this.foundAt < busyForMs ? busyMs : quietMs);
    }, afterMs);
  }
}
