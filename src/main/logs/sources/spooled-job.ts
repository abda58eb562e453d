import { createWriteStream, renameSync, type WriteStream } from 'node:fs';
import { type JobLogs, type ListedJob, newestLines } from '../../ray/job-logs';
import { ResumedBytes } from './resumed-bytes';

/** A longer file is turned over, and the one before is kept: the newest lines are always there. */
const mostFileBytes = 32 * 2 ** 20;
const newline = 10;
const askAgainMs = 2_000;
/** How often a job that is over is asked for in vain. */
const mostFailures = 6;
/** A head that is just not there for a moment is no news. */
const failuresToTell = 3;
/** Ray itself writes the first lines of a job's log (job_manager.py, job_supervisor.py). */
const firstWords = /^(?:\S+ \S+\s+INFO job_manager\.py:|Running entrypoint for job )/;

export interface SpooledJobParts {
  /** Made anew, 0600. */
  file: string;
  /** Asks when no other job that is over is asked for. */
  inTurn: <T>(question: () => Promise<T>) => Promise<T>;
  log: (line: string) => void;
}

/**
 * One job's log in a file: its newest lines, and what it goes on to write, each once, also where the link to the head was lost in between. What keeps it from coming, and
 * what is missing, is told in the file.
 */
export class SpooledJob {
  /** Of each file that is not written to its end. */
  private readonly unclosed = new Set<Promise<void>>();
  private file: WriteStream;
  private fileBytes = 0;
  private readonly bytes: ResumedBytes;
  private client: JobLogs | null = null;
  private stopFollowing: (() => void) | null = null;
  /** False also while what follows it says nothing, as Ray 2.53's web socket in token mode: it is tried anew. */
  private isFollowed = false;
  private timer: NodeJS.Timeout | null = null;
  private failures = 0;
  private isTroubleTold = false;
  private isBegun = false;
  private isOver = false;
  private hasEnded = false;
  private endsLine = true;

  constructor(
    private readonly parts: SpooledJobParts,
    private readonly job: ListedJob,
  ) {
    this.file = this.openFile();
    this.bytes = new ResumedBytes({
      mostLines: newestLines,
      write: (more) => this.writeLog(more),
      lost: () =>
        this.tell('WARNING', `Lines of this job’s log are missing here: all of it is on ${this.page}`),
    });
  }

  get isRunning(): boolean {
    return !this.isOver && !this.hasEnded;
  }

  isSame({ startedAt }: ListedJob): boolean {
    return startedAt === this.job.startedAt;
  }

  /** The head lists it: it is followed, or what is missing of it is fetched. */
  listed(client: JobLogs, { isOver, isPending }: ListedJob): void {
    this.client = client;
    if (isOver) this.over();
    else if (this.isRunning && !isPending && !this.isFollowed) this.follow(client);
  }

  /** Resolves when nothing of it is written any more. */
  async end(): Promise<void> {
    if (!this.hasEnded) {
      this.hasEnded = true;
      if (this.timer !== null) clearTimeout(this.timer);
      this.stopFollowing?.();
      this.file.end();
    }
    await Promise.all(this.unclosed);
  }

  private get page(): string {
    return `the dashboard: ${this.client?.pageOf(this.job.submissionId) ?? ''}`;
  }

  private follow(client: JobLogs): void {
    this.stopFollowing?.();
    this.isFollowed = false;
    this.bytes.begin();
    this.stopFollowing = client.follow(this.job.submissionId, {
      piece: (bytes) => {
        this.isFollowed = true;
        this.failures = 0;
        this.take(bytes);
      },
      ended: (problem) => {
        this.stopFollowing = null;
        this.isFollowed = false;
        if (problem === null) this.over();
        // The head went, or the link: the next list of jobs follows it again.
        else this.failed(problem);
      },
    });
  }

  /** What was followed may lack the end, and a log that was not followed all of it: both are asked for. */
  private over(): void {
    if (this.isOver || this.hasEnded) return;
    this.isOver = true;
    this.stopFollowing?.();
    this.stopFollowing = null;
    this.askIn(0);
  }

  private askIn(waitMs: number): void {
    this.timer = setTimeout(() => void this.parts.inTurn(() => this.ask()), waitMs);
    this.timer.unref();
  }

  private async ask(): Promise<void> {
    const { client } = this;
    if (client === null || this.hasEnded) return;
    this.bytes.begin();
    const problem = await new Promise<string | null>((resolve) => {
      const stop = client.newest(this.job.submissionId, {
        piece: (bytes) => this.take(bytes),
        ended: resolve,
      });
      this.stopFollowing = () => {
        stop();
        resolve('It was stopped.');
      };
    });
    if (problem !== null) this.failed(problem);
    else this.bytes.finish();
    if (problem === null || this.failures >= mostFailures) await this.end();
    else if (!this.hasEnded) this.askIn(askAgainMs);
  }

  private take(bytes: Buffer): void {
    if (!this.hasEnded) this.bytes.piece(bytes);
  }

  private failed(problem: string): void {
    this.failures += 1;
    if (this.hasEnded || this.isTroubleTold || (!this.isOver && this.failures < failuresToTell)) return;
    this.isTroubleTold = true;
    const words = `This job’s log did not come from the head: ${problem.replace(/\s+/g, ' ')}`;
    this.tell('WARNING', words);
    this.log(words);
  }

  private writeLog(bytes: Buffer): void {
    if (!this.isBegun && !firstWords.test(bytes.toString('latin1', 0, 200)))
      this.tell('INFO', `What this job wrote before, if anything, is on ${this.page}`);
    this.isBegun = true;
    const isFull = this.fileBytes + bytes.length > mostFileBytes;
    // Between two lines, but for a line that is as long as a file.
    const cut = isFull ? bytes.lastIndexOf(newline) + 1 : 0;
    this.write(bytes.subarray(0, cut));
    if (cut > 0 || this.fileBytes > 2 * mostFileBytes) this.turnOver();
    this.write(bytes.subarray(cut));
  }

  private tell(level: 'INFO' | 'WARNING', words: string): void {
    this.write(Buffer.from(`${this.endsLine ? '' : '\n'}${level}:raybar:${words}\n`));
  }

  private write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.endsLine = bytes.at(-1) === newline;
    this.fileBytes += bytes.length;
    this.file.write(bytes);
  }

  private turnOver(): void {
    this.file.end();
    try {
      renameSync(this.parts.file, `${this.parts.file}.1`);
    } catch (error) {
      this.log(String(error));
    }
    this.file = this.openFile();
    this.fileBytes = 0;
  }

  private openFile(): WriteStream {
    const file = createWriteStream(this.parts.file, { flags: 'w', mode: 0o600 });
    file.on('error', ({ message }) => this.log(message));
    const closed = new Promise<void>((resolve) => {
      file.on('close', () => {
        this.unclosed.delete(closed);
        resolve();
      });
    });
    this.unclosed.add(closed);
    return file;
  }

  private log(words: string): void {
    this.parts.log(`logs of the job ${this.job.submissionId}: ${words}`);
  }
}
