import type { PreparingStep } from '../../shared/worker-state';
import type { JoinPlan } from './join-plan';

type Prepare = (report: (step: PreparingStep) => void, signal: AbortSignal) => Promise<JoinPlan>;

export interface PreparationListener {
  step(ticket: number, step: PreparingStep): void;
  done(ticket: number): void;
  failed(ticket: number, thrown: unknown): void;
}

/** One preparation at a time, by ticket. A cancelled one is not heard of again. */
export class Preparations {
  private current: { ticket: number; stop: AbortController } | null = null;
  private plan: JoinPlan | null = null;

  constructor(
    private readonly prepare: Prepare,
    private readonly listener: PreparationListener,
  ) {}

  /** What the last preparation that ended well made ready. */
  get ready(): JoinPlan | null {
    return this.plan;
  }

  async begin(ticket: number): Promise<void> {
    this.current?.stop.abort();
    const stop = new AbortController();
    this.current = { ticket, stop };
    try {
      const plan = await this.prepare((step) => {
        if (!stop.signal.aborted) this.listener.step(ticket, step);
      }, stop.signal);
      if (stop.signal.aborted) return;
      this.plan = plan;
      this.listener.done(ticket);
    } catch (thrown) {
      if (!stop.signal.aborted) this.listener.failed(ticket, thrown);
    }
  }

  cancel(ticket?: number): void {
    if (ticket === undefined || this.current?.ticket === ticket) this.current?.stop.abort();
  }
}
