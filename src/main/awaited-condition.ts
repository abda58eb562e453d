/** A condition that several may wait for; who changes what it hangs on says so by `look`. */
export class AwaitedCondition {
  private waiting: (() => void)[] = [];

  constructor(private readonly holds: () => boolean) {}

  async met(): Promise<void> {
    if (this.holds()) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  look(): void {
    if (this.waiting.length === 0 || !this.holds()) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
