import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { LogSource, LogSourceKind } from '../../../shared/log-views';
import { LineMasker } from '../masking/line-masker';
import { oneLine, unmasked } from '../masking/one-line';
import { jobOfDriverLog } from './driver-log';
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

/** More of an entrypoint would fill the line that it stands before. */
const mostNameCharacters = 80;
/** A file's name is shown whole: the end of it tells two of them apart. */
const mostFileCharacters = 4_096;

/** What logs there are. Lists folders; opens nothing but the beginnings of workers' outputs, to name them. */
export class SourceCatalogue {
  private places: LogPlaces = noPlaces;
  private masker = new LineMasker(noPlaces);
  private readonly byFolder = new Map<
    string,
    { folder: LogFolder; sources: Map<string, CataloguedSource> }
  >();
  private readonly taskNames = new Map<string, { size: number; name: string | null }>();
  /** Directories that were seen, to be watched. */
  readonly directories = new Map<string, string[]>();

  setPlaces(places: LogPlaces): void {
    this.places = places;
    this.masker = new LineMasker(places);
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

  /** As last listed. */
  kindOf(id: string): LogSourceKind {
    const source = this.find(id);
    return source === null ? 'other' : kindOf(source.folder, source.logs[0]);
  }

  /** Of a folder, as last listed. */
  sourcesIn(path: string): CataloguedSource[] {
    return [...(this.byFolder.get(path)?.sources.values() ?? [])];
  }

  /** @param reveal shows what is masked in names of jobs, tasks and files */
  describe(source: CataloguedSource, reveal: boolean): LogSource {
    const [first] = source.logs;
    const newest = source.logs.at(-1);
    const { folder, logs, id } = source;
    const kind = kindOf(folder, first);
    const pid = first?.pid ?? null;
    const taskName = kind === 'worker' ? this.taskOf(source) : null;
    const task = taskName === null ? null : this.shown(taskName, reveal);
    return {
      id,
      kind,
      name: this.nameOf(source, task, reveal),
      file: this.shown(first?.file ?? '', reveal, mostFileCharacters),
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

  /** Of this task, as it is called or as it is shown. */
  isOfTask(source: CataloguedSource, task: string): boolean {
    const name = this.taskOf(source);
    return name !== null && (name === task || this.shown(name, false) === task);
  }

  private nameOf({ folder, logs }: CataloguedSource, task: string | null, reveal: boolean): string {
    const [first] = logs;
    const file = basename(first?.file ?? '');
    const shownFile = (name: string): string => this.shown(name, reveal, mostFileCharacters);
    if (folder.kind === 'raybar') return ownNames[file] ?? shownFile(file);
    if (folder.kind === 'jobs') return this.jobName(file.replace(/\.log$/, ''), reveal);
    const job = folder.current ? jobOfDriverLog(file) : null;
    if (job !== null && this.places.jobs.some(({ id }) => id === job)) return this.jobName(job, reveal);
    if (first?.kind !== 'worker' || first.pid === null) return shownFile(first?.file ?? file);
    const stream = first.stream ?? 'core log';
    return `${task ?? 'worker'} (pid ${first.pid}), ${stream}`;
  }

  /** Its entrypoint; with its id where another job is called the same. */
  private jobName(id: string, reveal: boolean): string {
    const names = this.places.jobs.map((job) => ({ id: job.id, name: this.shown(job.name, reveal) }));
    const own = names.find((job) => job.id === id)?.name ?? '';
    const shownId = this.shown(id, reveal, mostFileCharacters);
    if (own === '') return shownId;
    return names.some(({ id: other, name }) => other !== id && name === own) ? `${own} (${shownId})` : own;
  }

  private shown(name: string, reveal: boolean, mostCharacters = mostNameCharacters): string {
    this.masker.restart();
    return oneLine(name, reveal ? unmasked : this.masker.mask, mostCharacters);
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
