import { closeSync, readSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type CommandInput, type CommandOutput, commands } from '../shared/ipc';
import { LogEngine } from '../main/logs/engine/log-engine';
import { openLogFile } from '../main/logs/follow/open-log-file';
import { logPlacesFrom } from '../main/logs/log-places-from';
import { rememberFileSecrets } from '../main/logs/masking/file-secrets';
import { recordedTokenFiles } from '../main/logs/masking/recorded-token-files';
import { searchThreadCount } from '../main/logs/search/search-worker';
import type { StartSearchThread } from '../main/logs/search/searchers';
import type { LogAsker, LogCommand } from './log-asker';

// The terminal's entry takes them from here: nothing else of it reaches into the app's parts.
export { answerSearches, searchThreadsOf } from '../main/logs/search/search-worker';

export interface LogFiles {
  /** Raybar's own. */
  logDirectory: string;
  home: string;
  /** Whose records name the files with tokens that are to be masked. */
  stateDirectory: string;
  startSearchThread: StartSearchThread;
}

/** Longer than in the app: who asks in a terminal waits for the answer. */
const searchBudgetMs = 5_000;

/** Reads the log files in this process, as the app's engine does in its thread; searched they are in threads, as by the app. */
export async function readLogsOfFiles({
  logDirectory,
  home,
  stateDirectory,
  startSearchThread,
}: LogFiles): Promise<LogAsker> {
  const engine = new LogEngine({
    startSearchThread,
    searchThreads: searchThreadCount(),
    searchBudgetMs,
    tell: () => undefined,
    now: Date.now,
    looksByItself: true,
  });
  const places = logPlacesFrom({
    logDirectory,
    rayLogDirectory: async () => lastSession(logDirectory),
    workers: () => [],
    embeddedTemporaryDirectory: () => null,
    home,
    secrets: rememberFileSecrets(() => recordedTokenFiles(stateDirectory)),
  });
  engine.setPlaces(await places());
  return {
    async ask<N extends LogCommand>(name: N, input: CommandInput<N>) {
      // The schemas of this very command let both through; TypeScript can't follow that over a union of commands.
      const answer = await engine.answer(name, commands[name].input.parse(input) as never);
      return commands[name].output.parse(answer) as CommandOutput<N>;
    },
    close: () => engine.close(),
  };
}

const tailBytes = 65_536;

/** The folder of the session that `ray start` named last; null where it never ran. */
function lastSession(logDirectory: string): string | null {
  const opened = openLogFile(logDirectory, path.join(logDirectory, 'ray-start.log'));
  if (opened === null) return null;
  try {
    const buffer = Buffer.alloc(tailBytes);
    const from = Math.max(0, opened.stat.size - tailBytes);
    const bytes = readSync(opened.fd, buffer, 0, tailBytes, from);
    const text = stripVTControlCharacters(buffer.toString('utf8', 0, bytes));
    const told = [...text.matchAll(/saved to: (\/.*\/logs)\/ray_process_exit\.log/g)];
    return told.at(-1)?.[1] ?? null;
  } finally {
    closeSync(opened.fd);
  }
}
