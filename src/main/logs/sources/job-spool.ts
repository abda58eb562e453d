import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobLogs, ListedJob } from '../../ray/job-logs';
import type { LogFolder, LogPlaces } from './log-places';

/** How often the head is asked for its jobs while somebody looks at logs. */
const askEveryMs = 5_000;
/** The newest jobs; those that are over are read once. */
const mostJobs = 20;
const mostTails = 8;
/** A job that writes more than this is read on the head. */
const mostCharactersOfJob = 256 * 2 ** 20;
/** A tail that says nothing: its job is asked for all that it wrote. */
const askTailEveryMs = 2_000;

/** Adds the jobs to the places of other logs. */
export function withJobs(places: LogPlaces, spool: Pick<JobSpool, 'jobs' | 'directory'>): LogPlaces {
  const folder: LogFolder = { kind: 'jobs', path: spool.directory, session: null, current: true };
  return { ...places, folders: [...places.folders, folder], jobs: [...spool.jobs] };
}

interface Spooled {
  stop: () => void;
  file: WriteStream;
  isDone: boolean;
}

export interface JobSpoolParts {
  /** Made 0700; removed at the start and at the end. */
  directory: string;
  /** Null while there is no head to ask. */
  jobLogs: () => Promise<JobLogs | null>;
  log: (line: string) => void;
}

/**
 * Writes what the head tells of jobs into files, so that they are indexed, searched and followed like all other logs. Works only between `start` and
 * `stop`: while somebody looks.
 */
export class JobSpool {
  private readonly spooled = new Map<string, Spooled>();
  private known: { id: string; name: string }[] = [];
  private timer: NodeJS.Timeout | null = null;
  private asking: Promise<void> | null = null;
  private client: JobLogs | null = null;
  private trouble = '';

  constructor(private readonly parts: JobSpoolParts) {}

  /** Job ids as their files are called, and what the owner calls them. */
  get jobs(): readonly { id: string; name: string }[] {
    return this.known;
  }

  get directory(): string {
    return this.parts.directory;
  }

  start(): void {
    if (this.timer !== null) return;
    this.timer = setInterval(() => this.askSoon(), askEveryMs);
    this.timer.unref();
    // An earlier Raybar may not have ended in order.
    this.asking = rm(this.parts.directory, { recursive: true, force: true }).finally(() => {
      this.asking = null;
      this.askSoon();
    });
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.asking;
    for (const { stop, file } of this.spooled.values()) {
      stop();
      file.end();
    }
    this.spooled.clear();
    this.known = [];
    this.client?.close();
    this.client = null;
    await rm(this.parts.directory, { recursive: true, force: true });
  }

  private askSoon(): void {
    this.asking ??= this.ask()
      .then(() => {
        this.trouble = '';
        return undefined;
      })
      .catch((problem: unknown) => {
        // It may be elsewhere by now.
        this.client?.close();
        this.client = null;
        // Told once: the head is asked again every few seconds.
        if (this.trouble !== String(problem)) this.parts.log(`logs of jobs: ${String(problem)}`);
        this.trouble = String(problem);
      })
      .finally(() => {
        this.asking = null;
      });
  }

  private async ask(): Promise<void> {
    this.client ??= await this.parts.jobLogs();
    const { client } = this;
    if (client === null) return;
    const jobs = (await client.jobs()).filter(({ submissionId }) => fileName(submissionId) !== null);
    const newest = jobs.slice(0, mostJobs);
    for (const job of newest) {
      if (!this.spooled.has(job.submissionId)) await this.begin(client, job);
    }
    this.known = newest
      .filter(({ submissionId }) => this.spooled.has(submissionId))
      .map(({ submissionId, entrypoint }) => ({ id: submissionId, name: entrypoint }));
  }

  private async begin(client: JobLogs, { submissionId, isOver }: ListedJob): Promise<void> {
    const name = fileName(submissionId);
    const tails = [...this.spooled.values()].filter(({ isDone }) => !isDone).length;
    if (name === null || (!isOver && tails >= mostTails)) return;
    await mkdir(this.parts.directory, { recursive: true, mode: 0o700 });
    // Begun anew: what an earlier tail left is not told twice.
    const file = createWriteStream(join(this.parts.directory, name), { flags: 'w', mode: 0o600 });
    file.on('error', (problem) => this.parts.log(`logs of the job ${submissionId}: ${problem.message}`));
    const one: Spooled = { file, isDone: isOver, stop: () => undefined };
    this.spooled.set(submissionId, one);
    const text = new GrowingText((more) => file.write(more), mostCharactersOfJob);
    if (isOver) {
      text.whole(await client.whole(submissionId));
      file.end();
      return;
    }
    const ask = async (): Promise<void> => text.whole(await client.whole(submissionId));
    // In token mode Ray 2.53's tail says nothing and closes with the job (measured): then it is asked for all, again and again.
    const timer = setInterval(() => void (text.tailed === 0 && ask().catch(() => undefined)), askTailEveryMs);
    timer.unref();
    const stopTail = client.tail(
      submissionId,
      (piece) => text.piece(piece),
      (problem) => {
        clearInterval(timer);
        one.isDone = true;
        // The head went, or the link: asked again it tells all from the beginning.
        if (problem !== null) this.spooled.delete(submissionId);
        ask()
          .catch(() => undefined)
          .finally(() => file.end());
      },
    );
    one.stop = () => {
      clearInterval(timer);
      stopTail();
    };
  }
}

/** One text that comes in pieces and as a whole, from the beginning each: what is new of either is written. */
class GrowingText {
  /** How much of it came in pieces. */
  tailed = 0;
  private written = 0;

  constructor(
    private readonly write: (more: string) => void,
    private readonly most: number,
  ) {}

  piece(piece: string): void {
    this.put(piece, this.tailed);
    this.tailed += piece.length;
  }

  whole(text: string): void {
    this.put(text, 0);
  }

  /** @param at where in the text this stands */
  private put(text: string, at: number): void {
    const more = text.slice(Math.max(0, this.written - at), Math.max(0, this.most - at));
    if (more === '') return;
    this.write(more);
    this.written += more.length;
  }
}

/** Submission ids come from outside: only such ones become a file's name. */
function fileName(submissionId: string): string | null {
  return /^[A-Za-z0-9][\w-]{0,120}$/.test(submissionId) ? `${submissionId}.log` : null;
}
