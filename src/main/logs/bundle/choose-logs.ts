import { posix } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { LogSourceKind } from '../../../shared/log-views';
import { type ListedLog, listLogs } from '../sources/list-logs';
import type { LogFolder } from '../sources/log-places';

export interface ChosenLog {
  folder: LogFolder;
  kind: LogSourceKind;
  path: string;
  /** In the bundle, masked: "logs/raybar/raybar.log", "logs/session_…/events/event_RAYLET.log". No two are called the same. */
  name: string;
  modifiedAt: number;
}

const ofFolder = { raybar: 'raybar', jobs: 'job' } as const;

/** More files help nobody who reads them. */
const mostLogs = 300;

/** What tells most of a failure comes first, for when there is no room for all. */
const importance: Readonly<Record<LogSourceKind, number>> = {
  raybar: 0,
  'ray-start': 0,
  raylet: 1,
  agent: 2,
  gcs: 2,
  event: 2,
  job: 3,
  driver: 3,
  worker: 4,
  other: 5,
};

/**
 * The logs that were written since then, the current session's first, then by what they tell and how new they are. Lets other work run between
 * folders: a Mac may have hundreds of sessions.
 */
export async function chooseLogs(
  folders: readonly LogFolder[],
  since: number,
  masked: (name: string) => string,
): Promise<{ logs: ChosenLog[]; leftOut: number }> {
  const written: { folder: LogFolder; log: ListedLog; kind: LogSourceKind }[] = [];
  for (const folder of folders) {
    for (const log of listLogs(folder.path).logs) {
      if (log.stat.mtimeMs < since || log.stat.size === 0) continue;
      written.push({ folder, log, kind: folder.kind === 'session' ? log.kind : ofFolder[folder.kind] });
    }
    await otherWork();
  }
  written.sort(
    (a, b) =>
      Number(b.folder.current) - Number(a.folder.current) ||
      importance[a.kind] - importance[b.kind] ||
      b.log.stat.mtimeMs - a.log.stat.mtimeMs,
  );
  const names = new Set<string>();
  const logs = written.slice(0, mostLogs).map(({ folder, log, kind }) => ({
    folder,
    kind,
    path: log.path,
    name: freeName(masked(`logs/${folder.session ?? folder.kind}/${log.relativePath}`), names),
    modifiedAt: log.stat.mtimeMs,
  }));
  return { logs, leftOut: Math.max(0, written.length - mostLogs) };
}

/** The name, numbered where another file has it: two secrets are masked alike. */
function freeName(name: string, taken: Set<string>): string {
  const { dir, name: stem, ext } = posix.parse(name);
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = posix.join(dir, `${stem} (${number})${ext}`);
  taken.add(free);
  return free;
}
