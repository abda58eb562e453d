import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobLogs, ListedJob } from '../../ray/job-logs';
import { isOwnAddress } from '../../worker/own-address';
import { hasDriverLog } from './driver-log';
import type { LogFolder, LogPlaces } from './log-places';
import { SpooledJob } from './spooled-job';

const usualAskEveryMs = 5_000;
/** The newest jobs; those that are over are read once. */
const mostJobs = 20;
const mostTails = 8;

/** Adds the jobs to the places of other logs. */
export function withJobs(places: LogPlaces, spool: Pick<JobSpool, 'jobs' | 'directory'>): LogPlaces {
  const folder: LogFolder = { kind: 'jobs', path: spool.directory, session: null, current: true };
  return { ...places, folders: [...places.folders, folder], jobs: [...spool.jobs] };
}

export interface JobSpoolParts {
  /** Made 0700; removed at the start and at the end. */
  directory: string;
  /** Null while there is no head to ask. */
  jobLogs: () => Promise<JobLogs | null>;
  /** Where logs are on this machine: a job whose driver writes into one of them is not fetched. */
  folders: () => Promise<readonly LogFolder[]>;
  log: (line: string) => void;
  /** How often the head is asked for its jobs while somebody looks at logs; 5 s. */
  askEveryMs?: number;
}

/**
 * Writes what the head tells of jobs into files, so that they are indexed, searched and followed like all other logs; of jobs whose drivers run on this
 * machine only the names are asked for. Works only between `start` and `stop`: while somebody looks.
 */
export class JobSpool {
  private readonly spooled = new Map<string, SpooledJob>();
  private known: { id: string; name: string }[] = [];
  private timer: NodeJS.Timeout | null = null;
  private asking: Promise<void> | null = null;
  private client: JobLogs | null = null;
  private trouble = '';
  /** The head has listed its jobs. */
  private isListed = false;
  /** Jobs that were just listed for the first time as running on this machine: Ray says so a moment before their logs are there. */
  private awaited: ReadonlySet<string> = new Set();
  /** Jobs that run, and whose logs are not fetched. */
  private leftOut = 0;
  /** The last question for the log of a job that is over; it never rejects. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: JobSpoolParts) {}

  /** Job ids as their files are called, and what the owner calls them. */
  get jobs(): readonly { id: string; name: string }[] {
    return this.known;
  }

  get directory(): string {
    return this.parts.directory;
  }

  /** What of the jobs' logs can't be in the folder. */
  missing(): string[] {
    if (this.timer === null)
      return ['Logs of jobs: they are fetched from the head only while the log window is open.'];
    if (!this.isListed) return ['Logs of jobs: no head has told them.'];
    const told = this.trouble === '' ? [] : ['The newest of jobs’ logs: the head does not answer.'];
    if (this.leftOut > 0) told.push(`Logs of ${this.leftOut} more jobs that run: too many at once.`);
    return told;
  }

  start(): void {
    if (this.timer !== null) return;
    this.timer = setInterval(() => this.askSoon(), this.parts.askEveryMs ?? usualAskEveryMs);
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
    const ends = [...this.spooled.values()].map((one) => one.end());
    this.spooled.clear();
    this.known = [];
    this.awaited = new Set();
    this.isListed = false;
    this.leftOut = 0;
    this.client?.close();
    this.client = null;
    await Promise.all(ends);
    await rm(this.parts.directory, { recursive: true, force: true });
  }

  private askSoon(): void {
    // It was stopped while it began.
    if (this.timer === null) return;
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
    const folders = await this.parts.folders();
    const newest = jobs.slice(0, mostJobs);
    const asked = jobs.filter((job, index) => index < mostJobs || !job.isOver);
    const here = new Set(
      asked.filter((job) => hasDriverLog(folders, job)).map(({ submissionId }) => submissionId),
    );
    const awaited = new Set<string>();
    for (const job of newest) {
      if (here.has(job.submissionId)) {
        await this.letGo(job.submissionId);
        continue;
      }
      const one = this.spooled.get(job.submissionId);
      if (one?.isSame(job) === true) one.listed(client, job);
      else if (!this.awaited.has(job.submissionId) && mayComeHere(folders, job))
        awaited.add(job.submissionId);
      // It has no log yet, and where there will be one is not known.
      else if (!job.isPending) await this.begin(client, job);
    }
    this.awaited = awaited;
    this.isListed = true;
    this.leftOut = jobs.filter(
      ({ submissionId, isOver, isPending }) =>
        !isOver &&
        !isPending &&
        !this.spooled.has(submissionId) &&
        !here.has(submissionId) &&
        !awaited.has(submissionId),
    ).length;
    this.known = newest
      .filter(({ submissionId }) => this.spooled.has(submissionId) || here.has(submissionId))
      .map(({ submissionId, entrypoint }) => ({ id: submissionId, name: entrypoint }));
  }

  /** Its log came to this machine by itself, after it was listed first. */
  private async letGo(submissionId: string): Promise<void> {
    const one = this.spooled.get(submissionId);
    if (one === undefined) return;
    this.spooled.delete(submissionId);
    await one.end();
    for (const name of [`${submissionId}.log`, `${submissionId}.log.1`])
      await rm(join(this.parts.directory, name), { force: true });
  }

  private async begin(client: JobLogs, job: ListedJob): Promise<void> {
    const { submissionId, isOver } = job;
    // Another job of the same id: the head was started anew.
    const earlier = this.spooled.get(submissionId);
    this.spooled.delete(submissionId);
    await earlier?.end();
    const name = fileName(submissionId);
    const tails = [...this.spooled.values()].filter(({ isRunning }) => isRunning).length;
    if (name === null || (!isOver && tails >= mostTails)) return;
    await mkdir(this.parts.directory, { recursive: true, mode: 0o700 });
    const one = new SpooledJob(
      {
        file: join(this.parts.directory, name),
        inTurn: (question) => this.inTurn(question),
        log: this.parts.log,
      },
      job,
    );
    this.spooled.set(submissionId, one);
    one.listed(client, job);
  }

  /** One log of a job that is over at a time: each may be tens of MB. */
  private inTurn<T>(question: () => Promise<T>): Promise<T> {
    const answer = this.turn.then(question);
    this.turn = answer.catch(() => undefined);
    return answer;
  }
}

/** True where a job that runs may have its log here in a moment. */
function mayComeHere(
  folders: readonly LogFolder[],
  { isPending, isOver, driverAddress }: ListedJob,
): boolean {
  const hasSession = folders.some(({ kind, current }) => kind === 'session' && current);
  return !isPending && !isOver && hasSession && driverAddress !== null && isOwnAddress(driverAddress);
}

/** Submission ids come from outside: only such ones become a file's name. */
function fileName(submissionId: string): string | null {
  return /^[A-Za-z0-9][\w-]{0,120}$/.test(submissionId) ? `${submissionId}.log` : null;
}
