import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { taskFailureLogName } from '../../shared/own-logs';
import { systemErrorCode } from '../settings/write-whole';
import { attemptsIn } from './task-failure-entry';

/** As Raybar's own log: turned over at 1 MiB, and the one before is kept. */
const mostBytes = 1_048_576;

export interface TaskFailureLog {
  /** Adds an entry. Rejects with the file system's error. One at a time. */
  append(entry: string): Promise<void>;
  /** What the files tell already, of an earlier Raybar too. Never rejects. */
  earlier(): Promise<EarlierFailures>;
}

export interface EarlierFailures {
  /** "TASK ATTEMPT" */
  attempts: string[];
  /** Entries before this time were turned over and are gone; ms since the epoch, 0 for none. */
  since: number;
}

/** The failures of this machine's tasks, readable by the owner alone: what tasks say when they fail is theirs. */
export function openTaskFailureLog(directory: string): TaskFailureLog {
  const path = join(directory, taskFailureLogName);
  const before = `${path}.1`;
  const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

  return {
    async append(entry) {
      const bytes = Buffer.from(entry);
      const size = await appendTo(path, bytes);
      if (size <= mostBytes) return;
      await rename(path, before).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'ENOENT') throw error;
      });
    },
    async earlier() {
      const old = await textOf(before);
      // A file that was turned over begins with a head.
      const since = Date.parse(old.slice(0, old.indexOf(' ')));
      return {
        attempts: attemptsIn(`${old}${await textOf(path)}`),
        since: Number.isFinite(since) ? since : 0,
      };
    },
  };
}

/** @returns how long the file is now */
async function appendTo(path: string, bytes: Buffer): Promise<number> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(bytes);
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
