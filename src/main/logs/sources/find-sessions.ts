import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFolder, LogPlaces } from './log-places';

const sessionName = /^session_[\w-]{1,120}$/;

/** The sessions in Ray's temp directory, the newest first (their names begin with their time). `session_latest` is a link, and left alone. */
export function findSessions(temporaryDirectory: string): LogFolder[] {
  try {
    return readdirSync(temporaryDirectory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && sessionName.test(entry.name))
      .map(({ name }) => name)
      .sort((a, b) => (a < b ? 1 : -1))
      .map((session) => ({
        kind: 'session',
        path: join(temporaryDirectory, session, 'logs'),
        session,
        current: false,
      }));
  } catch {
    return [];
  }
}

/** All folders there are: those of the moment, and those of earlier sessions. */
export function withEarlierSessions({ folders, temporaryDirectories }: LogPlaces): LogFolder[] {
  const paths = new Set(folders.map(({ path }) => path));
  return [...folders, ...temporaryDirectories.flatMap(findSessions).filter(({ path }) => !paths.has(path))];
}
