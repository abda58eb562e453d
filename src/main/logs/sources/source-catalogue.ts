import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LogSource, LogSourceKind } from '../../../shared/log-views';
import { taskFailureLogName } from '../../../shared/own-logs';
import { identityOf } from '../follow/log-file';
import { LineMasker } from '../masking/line-masker';
import { oneLine, unmasked } from '../masking/one-line';
import { jobOfDriverLog } from './driver-log';
import { withEarlierSessions } from './find-sessions';
import { listLogs, type ListedLog } from './list-logs';
import { noPlaces, type LogFolder, type LogPlaces } from './log-places';
import { sourceIdOf } from './source-names';
import { mostNames, nothingTold, readTaskNames, type ToldNames } from './worker-markers';
import { outputsBeside, type WorkerOutputs, workerOutputsOf } from './worker-outputs';

export interface CataloguedSource {
  id: string;
  folder: LogFolder;
  /** The oldest first: by when they were last written. */
  logs: ListedLog[];
}

interface CataloguedFolder {
  folder: LogFolder;
  sources: ReadonlyMap<string, CataloguedSource>;
  outputs: WorkerOutputs;
}

/** So many workers' outputs are read to learn what they ran. */
const mostNamed = 400;
/** Names of tasks that are kept as they are shown. */
const mostShownNames = 20_000;

/** More of an entrypoint would fill the line that it stands before. */
const mostNameCharacters = 80;
/** A file's name is shown whole: the end of it tells two of them apart. */
const mostFileCharacters = 4_096;

/** What logs there are. Lists folders; opens nothing but workers' outputs, to name them. */
export class SourceCatalogue {
  private places: LogPlaces = noPlaces;
  private masker = new LineMasker(noPlaces);
  private readonly byFolder = new Map<string, CataloguedFolder>();
  /** By the file's identity: its path becomes another one's. */
  private readonly toldNames = new Map<string, ToldNames>();
  private readonly shownTaskNames = new Map<string, string>();
  /** Directories that were seen, to be watched. */
  readonly directories = new Map<string, string[]>();

  setPlaces(places: LogPlaces): void {
    const { homes, secrets } = this.places;
    this.places = places;
    // The rest of places changes with each task that begins or ends.
    if (!isDeepStrictEqual([homes, secrets], [places.homes, places.secrets])) {
      this.masker = new LineMasker(places);
      this.shownTaskNames.clear();
    }
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
    this.byFolder.set(folder.path, { folder, sources, outputs: workerOutputsOf(sources.values()) });
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
    const tasks = kind === 'worker' ? this.shownTasks(source, reveal) : [];
    return {
      id,
      kind,
      name: this.nameOf(source, tasks, reveal),
      file: this.shown(first?.file ?? '', reveal, mostFileCharacters),
      tasks,
      pid,
      session: folder.session,
      current: folder.current,
      bytes: logs.reduce((sum, { stat }) => sum + stat.size, 0),
      modifiedAt: newest?.stat.mtimeMs ?? null,
      files: logs.length,
    };
  }

  /**
   * The names of those whose output it is, tasks or actors: the one that runs, or ran last, first. A core log tells of none: those of what the
   * worker prints are its names, too.
   */
  tasksOf(source: CataloguedSource): string[] {
    const running = this.runningInProcess(source);
    const told = this.telling(source).flatMap((log) => this.toldBy(source.folder, log));
    const names: string[] = [];
    for (const name of running === null ? told : [...told, running]) names.unshift(name);
    return [...new Set(names)].slice(0, mostNames);
  }

  /** What its process runs now, and prints there; a core log's lines are the process's own. */
  runningIn(source: CataloguedSource): string | null {
    return (source.logs[0]?.stream ?? null) === null ? null : this.runningInProcess(source);
  }

  private runningInProcess({ folder, logs: [first] }: CataloguedSource): string | null {
    const own = folder.current && this.places.tasks.find(({ pid }) => pid === first?.pid);
    return own ? own.name : null;
  }

  /** The names of its tasks that are shown like this one. */
  namesShownAs(source: CataloguedSource, task: string): string[] {
    return this.tasksOf(source).filter((name) => this.shownTask(name) === task);
  }

  /** The files with the markers of its worker. */
  private telling({ folder, logs }: CataloguedSource): readonly ListedLog[] {
    const [first] = logs;
    if (first?.kind !== 'worker' || first.stream !== null) return logs;
    const outputs = this.byFolder.get(folder.path)?.outputs;
    return outputs === undefined ? [] : outputsBeside(outputs, first);
  }

  private shownTasks(source: CataloguedSource, reveal: boolean): string[] {
    const shown = (name: string): string => (reveal ? this.shown(name, reveal) : this.shownTask(name));
    return [...new Set(this.tasksOf(source).map(shown))];
  }

  /** Asked again and again while a view shows one task. */
  private shownTask(name: string): string {
    const known = this.shownTaskNames.get(name);
    if (known !== undefined) return known;
    if (this.shownTaskNames.size >= mostShownNames) this.shownTaskNames.clear();
    const shown = this.shown(name, false);
    this.shownTaskNames.set(name, shown);
    return shown;
  }

  private toldBy(folder: LogFolder, { path, stat, stream }: ListedLog): readonly string[] {
    if (stream === null) return [];
    const key = identityOf(stat);
    const known = this.toldNames.get(key);
    if (known === undefined && this.toldNames.size >= mostNamed) return [];
    // It may have grown since it was listed.
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (known?.readTo === size) return known.names;
    const told = readTaskNames(
      folder.path,
      path,
      known === undefined || size < known.readTo ? nothingTold : known,
    );
    this.toldNames.set(key, told);
    return told.names;
  }

  private nameOf({ folder, logs }: CataloguedSource, tasks: readonly string[], reveal: boolean): string {
    const [first] = logs;
    const file = basename(first?.file ?? '');
    const shownFile = (name: string): string => this.shown(name, reveal, mostFileCharacters);
    if (folder.kind === 'raybar') return ownNames[file] ?? shownFile(file);
    if (folder.kind === 'jobs') return this.jobName(file.replace(/\.log$/, ''), reveal);
    const job = folder.current ? jobOfDriverLog(file) : null;
    if (job !== null && this.places.jobs.some(({ id }) => id === job)) return this.jobName(job, reveal);
    if (first?.kind !== 'worker' || first.pid === null) return shownFile(first?.file ?? file);
    const stream = first.stream ?? 'core log';
    // Where there is room for the beginning alone, it tells two logs of one worker apart.
    return `${stream} of ${tasks.length === 0 ? 'worker' : firstNames(tasks)} (pid ${first.pid})`;
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

/** "talk, load_batch": as many as have room where one name has, at least one; "talk, …" where there are others. */
function firstNames([first = '', ...others]: readonly string[]): string {
  let shown = first;
  for (const name of others) {
    const longer = `${shown}, ${name}`;
    if (longer.length > mostNameCharacters) return `${shown}, …`;
    shown = longer;
  }
  return shown;
}

const ownNames: Readonly<Record<string, string>> = {
  'raybar.log': 'Raybar',
  'ray-start.log': 'ray start',
  'embedded-head.log': 'ray start --head',
  [taskFailureLogName]: 'Failed tasks',
};

function kindOf({ kind }: LogFolder, log: ListedLog | undefined): LogSourceKind {
  if (kind === 'jobs') return 'job';
  if (kind === 'session') return log?.kind ?? 'other';
  // What workers said last, though Raybar wrote it down.
  if (log?.file === taskFailureLogName) return 'worker';
  return log?.file === 'ray-start.log' || log?.file === 'embedded-head.log' ? 'ray-start' : 'raybar';
}
