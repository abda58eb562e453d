import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { LogSource, LogSourceKind } from '../../../shared/log-views';
import { withEarlierSessions } from './find-sessions';
import { listLogs, type ListedLog } from './list-logs';
import { noPlaces, type LogFolder, type LogPlaces } from './log-places';
import { sourceIdOf } from './source-names';
import { readTaskName } from './worker-markers';

export interface CataloguedSource {
  id: string;
  folder: LogFolder;
  /** The oldest first: by when they were last written. */
  logs: ListedLog[];
}

/** Of so many workers' outputs the beginning is read to learn what they ran. */
const mostNamed = 400;

/** What logs there are. Lists folders; opens nothing but the beginnings of workers' outputs, to name them. */
export class SourceCatalogue {
  private places: LogPlaces = noPlaces;
  private readonly byFolder = new Map<
    string,
    { folder: LogFolder; sources: Map<string, CataloguedSource> }
  >();
  private readonly taskNames = new Map<string, { size: number; name: string | null }>();
  /** Directories that were seen, to be watched. */
  readonly directories = new Map<string, string[]>();

  setPlaces(places: LogPlaces): void {
    this.places = places;
    const known = new Set(this.folders(true).map(({ path }) => path));
    for (const path of this.byFolder.keys()) if (!known.has(path)) this.byFolder.delete(path);
  }

  /** The folders there are; of earlier sessions only where asked for. */
  folders(earlier: boolean): LogFolder[] {
    return earlier ? withEarlierSessions(this.places) : this.places.folders.filter(({ current }) => current);
  }

  /** Lists a folder anew. */
  scan(folder: LogFolder): CataloguedSource[] {
    const { logs, directories } = listLogs(folder.path);
    this.directories.set(folder.path, directories);
    const key = folder.session ?? folder.kind;
    const sources = new Map<string, CataloguedSource>();
    for (const log of logs) {
      const id = sourceIdOf(key, log.file);
      const source = sources.get(id) ?? { id, folder, logs: [] };
      source.logs.push(log);
      sources.set(id, source);
    }
    for (const { logs: own } of sources.values()) {
      own.sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs || b.rotation - a.rotation);
    }
    this.byFolder.set(folder.path, { folder, sources });
    return [...sources.values()];
  }

  /** As last listed. */
  find(id: string): CataloguedSource | null {
    for (const { sources } of this.byFolder.values()) {
      const found = sources.get(id);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Of a folder, as last listed. */
  sourcesIn(path: string): CataloguedSource[] {
    return [...(this.byFolder.get(path)?.sources.values() ?? [])];
  }

  describe(source: CataloguedSource): LogSource {
    const [first] = source.logs;
    const newest = source.logs.at(-1);
    const { folder, logs, id } = source;
    const kind = kindOf(folder, first);
    const pid = first?.pid ?? null;
    const task = kind === 'worker' ? this.taskOf(source) : null;
    return {
      id,
      kind,
      name: this.nameOf(source, task),
      file: first?.file ?? '',
      task,
      pid,
      session: folder.session,
      current: folder.current,
      bytes: logs.reduce((sum, { stat }) => sum + stat.size, 0),
      modifiedAt: newest?.stat.mtimeMs ?? null,
      files: logs.length,
    };
  }

  /** The name of the task or actor that a worker's output is of. */
  taskOf({ folder, logs }: CataloguedSource): string | null {
    const [first] = logs;
    if (first === undefined) return null;
    const running = folder.current && this.places.tasks.find(({ pid }) => pid === first.pid)?.name;
    if (running) return running;
    const known = this.taskNames.get(first.path);
    if (known === undefined && this.taskNames.size >= mostNamed) return null;
    // It may have grown since it was listed.
    const size = statSync(first.path, { throwIfNoEntry: false })?.size ?? 0;
    if (known !== undefined && (known.name !== null || known.size === size)) return known.name;
    const name = size === 0 ? null : readTaskName(folder.path, first.path);
    this.taskNames.set(first.path, { size, name });
    return name;
  }

  private nameOf({ folder, logs }: CataloguedSource, task: string | null): string {
    const [first] = logs;
    const file = basename(first?.file ?? '');
    if (folder.kind === 'raybar') return ownNames[file] ?? file;
    if (folder.kind === 'jobs') {
      const id = file.replace(/\.log$/, '');
      return this.places.jobs.find((job) => job.id === id)?.name ?? id;
    }
    if (first?.kind !== 'worker' || first.pid === null) return first?.file ?? file;
    const stream = first.stream ?? 'core log';
    return `${task ?? 'worker'} (pid ${first.pid}), ${stream}`;
  }
}

const ownNames: Readonly<Record<string, string>> = {
  'raybar.log': 'Raybar',
  'ray-start.log': 'ray start',
  'embedded-head.log': 'ray start --head',
  'task-failures.log': 'Failed tasks',
};

function kindOf({ kind }: LogFolder, log: ListedLog | undefined): LogSourceKind {
  if (kind === 'jobs') return 'job';
  if (kind === 'session') return log?.kind ?? 'other';
  // What workers said last, though Raybar wrote it down.
  if (log?.file === 'task-failures.log') return 'worker';
  return log?.file === 'ray-start.log' || log?.file === 'embedded-head.log' ? 'ray-start' : 'raybar';
}
