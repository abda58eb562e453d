import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Ray's outputs of one worker process: `worker-<worker id>-<job id>-<pid>.err` and `.out`. */
const workerLog = /^worker-[0-9a-f]+-[0-9a-f]+-(\d+)\.(?:err|out)$/;
/** Of what was written between two looks, so much of the end is read: an error is among the last that a task says. */
const readAtMostBytes = 64 * 1024;
/** A node with more worker processes than this is not watched to the last. */
const filesAtMost = 256;

export interface WorkerLogWatchOptions {
  onLine: (line: string) => void;
  /** Whether a process of this pid lives. */
  isAlive: (pid: number) => boolean;
}

/**
 * Reads what the worker's tasks write from now on. Each look reads the files of processes that live, or did at the look before, and those that
 * are new since then: a short job's process comes and goes between two looks. In bounded memory, however much they write; nothing is kept
 * open between looks.
 */
export class WorkerLogWatch {
  private directory: string | null = null;
  /** How far each file was read. */
  private offsets = new Map<string, number>();
  private alive = new Set<number>();
  /** What was there at the look before. */
  private known = new Set<string>();
  private looking = false;

  constructor(private readonly options: WorkerLogWatchOptions) {}

  /** Null: there is nothing to watch. Never rejects; a look during another is left out. */
  async look(directory: string | null): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const isNew = directory !== this.directory;
      if (isNew) {
        this.directory = directory;
        this.offsets.clear();
        this.alive.clear();
        this.known.clear();
      }
      if (directory !== null) await this.lookInto(directory, isNew);
    } catch {
      // The folder is Ray's, and goes when Ray likes.
    } finally {
      this.looking = false;
    }
  }

  private async lookInto(directory: string, isNew: boolean): Promise<void> {
    const found = (await readdir(directory)).flatMap((name) => {
      const pid = workerLog.exec(name)?.[1];
      return pid === undefined ? [] : [{ name, pid: Number(pid) }];
    });
    const nowAlive = new Set(found.map(({ pid }) => pid).filter((pid) => this.options.isAlive(pid)));
    const followed = found
      .filter(
        ({ name, pid }) => nowAlive.has(pid) || this.alive.has(pid) || (!isNew && !this.known.has(name)),
      )
      .slice(-filesAtMost);
    this.alive = nowAlive;
    this.known = new Set(found.map(({ name }) => name));
    const offsets = new Map<string, number>();
    for (const { name } of followed) {
      // What was there before the watch began is no news; a file that came since is, from its beginning.
      const from = this.offsets.get(name) ?? (isNew ? null : 0);
      const read = await readLines(join(directory, name), from, this.options.onLine).catch(() => null);
      if (read !== null) offsets.set(name, read);
    }
    this.offsets = offsets;
  }
}

/** Tells the whole lines after `from` (null: none) and answers how far it came. */
async function readLines(path: string, from: number | null, tell: (line: string) => void): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (from === null) return size;
    // A file that was made shorter begins anew.
    const after = Math.max(size < from ? 0 : from, size - readAtMostBytes);
    if (after === size) return size;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - after), 0, size - after, after);
    const text = buffer.subarray(0, bytesRead);
    const end = text.lastIndexOf('\n') + 1;
    // A line without an end is read again when it has one, unless it fills everything that is read.
    if (end === 0) return bytesRead === readAtMostBytes ? size : after;
    for (const line of text.subarray(0, end).toString('utf8').split('\n')) if (line !== '') tell(line);
    return after + end;
  } finally {
    await file.close();
  }
}
