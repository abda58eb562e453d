import type { LogSearch } from '../../../shared/log-views';
import type { ScanJob, SearchAnswer, SearchRequest } from './search-messages';

/** A search thread as it is started: a worker; in tests whatever answers. */
export interface SearchThread {
  /** Resolves when it takes questions; left out where it does at once. */
  up?: Promise<void>;
  post(request: SearchRequest): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

export type StartSearchThread = (
  answered: (answer: SearchAnswer) => void,
  failed: (problem: unknown) => void,
) => SearchThread;

/** A search that a thread did not finish in time: the thread was ended. */
export class SearchTooSlow extends Error {}

interface Waiting {
  request: SearchRequest;
  resolve: (answer: SearchAnswer) => void;
  reject: (problem: unknown) => void;
}

interface Running {
  thread: SearchThread;
  job: Waiting | null;
  timer: NodeJS.Timeout | null;
}

/** Threads nobody asks anything of are ended after this. */
const restMs = 10_000;

/** A few search threads, started when something is searched and ended when nothing was for a while. */
export class Searchers {
  private readonly running: Running[] = [];
  private readonly waiting: Waiting[] = [];
  private lastId = 0;
  private rest: NodeJS.Timeout | null = null;

  constructor(
    private readonly start: StartSearchThread,
    private readonly mostThreads: number,
    /** How long one question may take, ms. */
    private readonly budgetMs: number,
  ) {}

  get width(): number {
    return this.mostThreads;
  }

  async scan(search: LogSearch, job: ScanJob): Promise<void> {
    await this.ask({ kind: 'scan', id: (this.lastId += 1), search, job }, false);
  }

  async spans(search: LogSearch, texts: string[]): Promise<{ start: number; end: number }[][]> {
    const answer = await this.ask({ kind: 'spans', id: (this.lastId += 1), search, texts }, true);
    return answer.kind === 'spans' ? answer.spans : [];
  }

  close(): void {
    if (this.rest !== null) clearTimeout(this.rest);
    for (const one of this.running.splice(0)) this.end(one, new Error('The search was ended.'));
    for (const { reject } of this.waiting.splice(0)) reject(new Error('The search was ended.'));
  }

  private ask(request: SearchRequest, first: boolean): Promise<SearchAnswer> {
    return new Promise((resolve, reject) => {
      if (first) this.waiting.unshift({ request, resolve, reject });
      else this.waiting.push({ request, resolve, reject });
      this.pump();
    });
  }

  private pump(): void {
    while (this.waiting.length > 0) {
      const free = this.running.find(({ job }) => job === null) ?? this.another();
      const next = free === null ? undefined : this.waiting.shift();
      if (free === null || next === undefined) break;
      free.job = next;
      free.thread.post(next.request);
      // Not from before it is up: a busy machine may take longer to start a thread than a question may take.
      void free.thread.up?.then(() => this.limit(free, next));
      if (free.thread.up === undefined) this.limit(free, next);
    }
    if (this.rest !== null) clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.running.every(({ job }) => job === null)) this.close();
    }, restMs);
    this.rest.unref();
  }

  private limit(one: Running, job: Waiting): void {
    if (one.job !== job) return;
    one.timer = setTimeout(() => this.end(one, new SearchTooSlow()), this.budgetMs);
  }

  private another(): Running | null {
    if (this.running.length >= this.mostThreads) return null;
    const thread = this.start(
      (answer) => {
        const { job } = one;
        if (job === null || job.request.id !== answer.id) return;
        if (one.timer !== null) clearTimeout(one.timer);
        one.job = null;
        job.resolve(answer);
        this.pump();
      },
      (problem) => this.end(one, problem),
    );
    const one: Running = { thread, job: null, timer: null };
    this.running.push(one);
    return one;
  }

  private end(one: Running, problem: unknown): void {
    const at = this.running.indexOf(one);
    if (at !== -1) this.running.splice(at, 1);
    if (one.timer !== null) clearTimeout(one.timer);
    const { job } = one;
    one.job = null;
    one.thread.end();
    job?.reject(problem);
    if (at !== -1 && this.waiting.length > 0) this.pump();
  }
}
