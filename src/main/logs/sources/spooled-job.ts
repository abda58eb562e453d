import { createWriteStream, type WriteStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { JobLogTooLong, type JobLogs, type ListedJob } from '../../ray/job-logs';
import { GrowingText } from './growing-text';

/** A job that writes more than this is read on the head. */
const mostCharactersOfJob = 256 * 2 ** 20;
const shortestWaitMs = 2_000;
const longestQuietWaitMs = 60_000;
/** A whole log is taken apart in the main process: that is to be at most a sixtieth of its time. */
const waitPerTook = 60;
/** How often a job that is over is asked for in vain. */
const mostFailures = 6;

/**
 * How long until a job is asked for its whole log again, in ms.
 * @param tookMs what the last answer took
 * @param asked how many jobs are asked so
 * @param lastMs the wait before; null for none
 */
export function nextWaitMs(tookMs: number, asked: number, hasGrown: boolean, lastMs: number | null): number {
  const quietMs =
    hasGrown || lastMs === null
      ? shortestWaitMs
      : Math.min(longestQuietWaitMs, Math.max(shortestWaitMs, lastMs * 2));
  return Math.max(quietMs, tookMs * waitPerTook * Math.max(1, asked));
}

export interface SpooledJobParts {
  /** Made anew, 0600. */
  file: string;
  /** Asks when no other job is asked for its whole log. */
  inTurn: <T>(question: () => Promise<T>) => Promise<T>;
  /** How many jobs are asked for whole logs again and again. */
  asked: () => number;
  log: (line: string) => void;
}

/**
 * One job's log in a file: from the head's tail, and where that says nothing, from the whole log, asked for again and again. What keeps it from
 * coming is told in the file, as a warning.
 */
export class SpooledJob {
  private readonly file: WriteStream;
  private readonly text: GrowingText;
  private readonly told = new Set<string>();
  private client: JobLogs | null = null;
  private stopTail = (): void => undefined;
  private timer: NodeJS.Timeout | null = null;
  private waitMs: number | null = null;
  private failures = 0;
  private isOver = false;
  private isTailing = false;
  private isAsking = false;
  private isTooLong = false;
  private hasEnded = false;
  private endsLine = true;

  constructor(
    private readonly parts: SpooledJobParts,
    private readonly job: ListedJob,
  ) {
    this.file = createWriteStream(parts.file, { flags: 'w', mode: 0o600 });
    this.file.on('error', ({ message }) => this.log(message));
    this.text = new GrowingText((more) => this.write(more), mostCharactersOfJob);
  }

  get isRunning(): boolean {
    return !this.isOver && !this.hasEnded;
  }

  /** Whether its whole log is asked for again and again. */
  get isAsked(): boolean {
    return this.isRunning && !this.isTooLong && this.text.tailed === 0;
  }

  isSame({ startedAt }: ListedJob): boolean {
    return startedAt === this.job.startedAt;
  }

  /** The head lists it: it is followed, or what is missing of it is fetched. */
  listed(client: JobLogs, { isOver }: ListedJob): void {
    this.client = client;
    if (isOver) this.over();
    else if (this.isRunning && !this.isTailing) this.tail(client);
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.stopTail();
    this.file.end();
  }

  private tail(client: JobLogs): void {
    this.isTailing = true;
    // A tail tells all from the beginning; what is in the file already is not written twice.
    this.text.rewind();
    this.stopTail = client.tail(
      this.job.submissionId,
      (piece) => {
        if (!this.hasEnded) this.text.piece(piece);
      },
      (problem) => {
        this.isTailing = false;
        if (problem === null) this.over();
        // The head went, or the link: the next list of jobs begins another tail, and until then it is asked.
        else this.text.rewind();
      },
    );
    // In token mode Ray 2.53's tail says nothing and closes with the job (measured).
    if (this.timer === null) this.askIn(shortestWaitMs);
  }

  private over(): void {
    if (this.isOver || this.hasEnded) return;
    this.isOver = true;
    if (this.isTooLong) this.end();
    else this.askIn(0);
  }

  private askIn(waitMs: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.hasEnded) return;
    this.timer = setTimeout(() => void this.ask(), waitMs);
    this.timer.unref();
  }

  private async ask(): Promise<void> {
    // The question that is under way says when the next one is.
    if (this.isAsking || this.hasEnded) return;
    if (!this.isOver && !this.isAsked) {
      if (!this.isTooLong) this.askIn(shortestWaitMs);
      return;
    }
    this.isAsking = true;
    const wasOver = this.isOver;
    await this.parts.inTurn(() => this.askWhole(wasOver));
    this.isAsking = false;
    if (this.isTooLong && !this.isOver) return;
    if (this.isTooLong) this.end();
    else this.askIn(this.isOver && !wasOver ? 0 : (this.waitMs ?? shortestWaitMs));
  }

  private async askWhole(wasOver: boolean): Promise<void> {
    const { client } = this;
    if (client === null || this.hasEnded) return;
    const begun = performance.now();
    try {
      const text = await client.whole(this.job.submissionId);
      if (this.hasEnded) return;
      const hasGrown = this.text.whole(text);
      this.failures = 0;
      this.waitMs = nextWaitMs(performance.now() - begun, this.parts.asked(), hasGrown, this.waitMs);
      if (wasOver) this.end();
    } catch (problem) {
      if (this.hasEnded) return;
      this.isTooLong = problem instanceof JobLogTooLong;
      // What the tail told is all there.
      if (!this.isTooLong || this.text.tailed === 0) this.tell(problem);
      this.failures += 1;
      this.waitMs = nextWaitMs(performance.now() - begun, this.parts.asked(), false, this.waitMs);
      if (wasOver && this.failures >= mostFailures) this.end();
    }
  }

  /** Once for each kind, in the file and in Raybar's log. */
  private tell(problem: unknown): void {
    const kind = problem instanceof JobLogTooLong ? 'too-long' : 'failed';
    if (this.told.has(kind)) return;
    this.told.add(kind);
    const found = (problem instanceof Error ? problem.message : String(problem)).replace(/\s+/g, ' ');
    const words = kind === 'too-long' ? found : `This job’s log did not come from the head: ${found}`;
    this.write(`${this.endsLine ? '' : '\n'}WARNING:raybar:${words}\n`);
    this.log(words);
  }

  private write(more: string): void {
    this.endsLine = more.endsWith('\n');
    this.file.write(more);
  }

  private log(words: string): void {
    this.parts.log(`logs of the job ${this.job.submissionId}: ${words}`);
  }
}
