import { RaybarFailure } from '../../shared/errors';
import type { RayletClient, RayletWorker } from './gcs/raylet-client';
import { actorInMethod, type RayWorker } from './worker-title';

/** How long the raylet may take to say what its workers do (15 ms measured; a stopped worker keeps it waiting). */
const answerMs = 400;
/** After a silence the raylet is left alone: a held (SIGSTOP) worker would cost each look its time. */
const askAgainMs = 5_000;
/** What a worker holds changes with its work; a look at the same titles asks again after this. */
const refreshMs = 10_000;

export interface WorkerWatchOptions {
  readWorkers: () => Promise<RayWorker[]>;
  /** Null while the raylet's address is not known. */
  raylet: () => Pick<RayletClient, 'workers'> | null;
  now: () => number;
}

/**
 * What Ray runs here, exactly and cheaply: the processes' titles at every look, and the raylet's own word whenever a title is
 * new. An idle worker costs nothing but the look.
 */
export class WorkerWatch {
  private known = new Map<number, { title: string; stats: RayletWorker }>();
  private askedFor = '';
  private askedAt = Number.NEGATIVE_INFINITY;
  private silentUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: WorkerWatchOptions) {}

  /** The tasks and actors that are here, without idle workers. */
  async look(): Promise<RayWorker[]> {
    const workers = (await this.options.readWorkers()).filter(({ kind }) => kind !== 'idle');
    if (workers.length > 0 && this.isDue(workers)) await this.ask(workers);
    return workers.map((worker) => {
      const known = this.known.get(worker.pid);
      return known?.title === worker.title ? refineWorker(worker, known.stats) : worker;
    });
  }

  private isDue(workers: readonly RayWorker[]): boolean {
    const now = this.options.now();
    if (now < this.silentUntil) return false;
    return signature(workers) !== this.askedFor || now - this.askedAt >= refreshMs;
  }

  private async ask(workers: readonly RayWorker[]): Promise<void> {
    const raylet = this.options.raylet();
    if (raylet === null) return;
    try {
      const stats = new Map((await raylet.workers(answerMs)).map((one) => [one.pid, one]));
      this.known = new Map(
        workers.flatMap((worker) => {
          const found = stats.get(worker.pid);
          return found === undefined ? [] : [[worker.pid, { title: worker.title, stats: found }] as const];
        }),
      );
      this.askedFor = signature(workers);
      this.askedAt = this.options.now();
    } catch (error) {
      if (!(error instanceof RaybarFailure)) throw error;
      this.silentUntil = this.options.now() + askAgainMs;
    }
  }
}

/** Pure: a title's guess made certain by the raylet's word. */
export function refineWorker(worker: RayWorker, stats: RayletWorker): RayWorker {
  const { actorId, resources } = stats;
  const refined = { ...worker, sure: true, actorId, resources };
  // It has this title only while it runs, and the raylet's word may be of the moment between it and one of the same name.
  if (actorId === null) return { ...refined, kind: 'task', name: worker.title, busy: true };
  const atWork = actorInMethod(worker.title);
  // Of the two the title is the fresher one.
  return {
    ...refined,
    kind: 'actor',
    name: atWork ?? worker.title,
    busy: atWork !== null || stats.runningTasks + stats.queuedTasks > 0,
  };
}

const signature = (workers: readonly RayWorker[]): string =>
  workers.map(({ pid, title }) => `${pid} ${title}`).join('\n');
