import type { JsonStore } from '../settings/json-store';
import { type Counters, noCounters } from './counters';
import { type CounterFacts, nextCounters, noCounterMemory } from './next-counters';

/** So much is forgotten at most when the power goes. */
const writeEveryMs = 60_000;

export interface CounterStoreOptions {
  store: JsonStore<Counters>;
  log: (line: string) => void;
}

/** The counters and their file: read at the start, written once a minute while they change, and at the end. */
export class CounterStore {
  private counters: Counters = noCounters;
  private memory = noCounterMemory;
  private written: Counters = noCounters;
  private failing = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: CounterStoreOptions) {}

  get current(): Counters {
    return this.counters;
  }

  /** Never rejects: what can't be read is kept aside, told in the log, and begins at 0. */
  async open(): Promise<void> {
    const { value, problem } = await this.options.store.read();
    if (problem) this.options.log(`${problem.tried}: ${problem.found}`);
    this.counters = value;
    this.written = value;
    this.timer = setInterval(() => void this.writeNow(), writeEveryMs);
    this.timer.unref();
  }

  see(facts: CounterFacts): void {
    const { memory, counters } = nextCounters(this.memory, this.counters, facts);
    this.memory = memory;
    if (!isSame(counters, this.counters)) this.counters = counters;
  }

  /** Never rejects. */
  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.writeNow();
  }

  private async writeNow(): Promise<void> {
    const { counters } = this;
    if (counters === this.written) return;
    try {
      await this.options.store.write(counters);
      this.written = counters;
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.options.log(`the counters are not kept, it is tried again: ${String(error)}`);
      this.failing = true;
    }
  }
}

const isSame = (a: Counters, b: Counters): boolean => JSON.stringify(a) === JSON.stringify(b);
