import type { RunCommand } from '../system/run-command';
import {
  dfArguments,
  type DiskSpace,
  diskSpaceEveryMs,
  diskSpaceFromDf,
  readDiskSpace,
  type Statfs,
} from './disk-space';
import { CommandError, outputDespiteFailure } from '../system/command-error';
import { oneAtATime } from './one-at-a-time';
import { unavailable } from './reading';

/** A network volume that went away answers never. */
const answerMs = 2_000;

export interface ModelCacheDiskParts {
  directory: () => string;
  /** Null before Node 18.15: then `df` is run, the one command that Linux is asked. */
  statfs: Statfs | null;
  run: RunCommand;
  now: () => number;
}

/** The models' volume, asked once a minute behind the sample's back: what was known before is told until it answers. */
export class ModelCacheDisk {
  private latest: DiskSpace = unavailable('not measured yet');
  private of = '';
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly ask: () => Promise<DiskSpace>;
  /** Commands that were started since this was asked last. */
  private started = 0;
  private hung = 0;

  constructor(private readonly parts: ModelCacheDiskParts) {
    const { statfs, run } = parts;
    this.ask = oneAtATime(answerMs, async () => {
      const directory = parts.directory();
      if (statfs !== null) return readDiskSpace(directory, statfs);
      this.started += 1;
      const stdout = await run('df', dfArguments(directory), { timeoutMs: answerMs }).then(
        (output) => output.stdout,
        (error: unknown) => {
          if (error instanceof CommandError && error.timedOut) this.hung += 1;
          return outputDespiteFailure(error);
        },
      );
      return diskSpaceFromDf(directory, stdout);
    });
  }

  /** What is known, how many commands were started for it, and how many were ended so far because they hung. */
  async read(): Promise<{ space: DiskSpace; commandCount: number; hungCommandCount: number }> {
    const { now, directory } = this.parts;
    if (now() - this.askedAt >= diskSpaceEveryMs || directory() !== this.of) {
      this.askedAt = now();
      this.of = directory();
      this.latest = await this.ask();
    }
    const commandCount = this.started;
    this.started = 0;
    return { space: this.latest, commandCount, hungCommandCount: this.hung };
  }
}
