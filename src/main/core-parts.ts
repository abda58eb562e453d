import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RaybarError } from '../shared/errors';
import type { Notice } from '../shared/notices';
import type { Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import { formatClock } from '../shared/view/format';
import { asRaybarError } from './as-raybar-error';
import { CounterStore } from './metrics/counter-store';
import { countersSchema, noCounters } from './metrics/counters';
import { noPushedGroups, PushedGroups, pushedGroupsSchema } from './metrics/pushed-groups';
import { Monitoring } from './monitoring';
import { HistoryStore } from './observe/history/history-store';
import { currentReader } from './observe/current-reader';
import { modelCacheDirectory } from './observe/model-cache-directory';
import { createTelemetry, type Telemetry } from './observe/telemetry';
import type { MadeBundle } from './logs/bundle/make-bundle';
import { SnapshotJournal } from './logs/bundle/snapshot-journal';
import type { Logs } from './logs/log-handlers';
import { jobLogsOf } from './job-logs-of';
import { logPlacesFrom, tokenFilesOf } from './logs/log-places-from';
import { createLogs } from './logs/log-service';
import { rememberFileSecrets } from './logs/masking/file-secrets';
import { RecentFailure } from './logs/recent-failure';
import { JobSpool, withJobs } from './logs/sources/job-spool';
import type { LogPlaces } from './logs/sources/log-places';
import { createJsonStore, type JsonStore } from './settings/json-store';
import { createSettingsStore, type SettingsStore } from './settings/settings-store';
import { rememberPythons } from './ray/known-pythons';
import { rayLogDirectoryOf } from './ray/log-directory';
import { installPython } from './setup/install-python';
import { ownCommands, type Host } from './system/host';
import type { System } from './system/system';
import { noWish, wishSchema, type Wish } from './wish-store';
import { EmbeddedCluster } from './worker/embedded-cluster';
import { headRecordFileSchema } from './worker/embedded-record';
import { prepareJoin } from './worker/prepare-join';
import { runRecordFileSchema } from './worker/run-record';
import { endStrays, stateMark, stateMarkVariable } from './worker/strays';
import { Supervisor } from './worker/supervisor';
import { openTaskFailureLog } from './worker/task-failure-log';
import { TaskFailures } from './worker/task-failures';
import { TaskWatch } from './worker/task-watch';

export interface CoreOptions {
  system: System;
  /** Whose commands are run; this machine's own when left out. */
  host?: Pick<Host, 'platform' | 'run'>;
  /** Settings, wish and records; made 0700 where it is missing. */
  stateDirectory: string;
  logDirectory: string;
  /** Where Raybar's own Python environment is, or will be made. */
  pythonEnvironment: string;
  /** Short, for Ray's sockets. */
  temporaryRoot: string;
  app: { version: string; electron: string };
  /** The bundle of logs/log-worker.ts; without it there is no log viewer. */
  logWorkerFile?: string;
  /** The environment that Raybar was started with. */
  ambient: Readonly<Record<string, string | undefined>>;
  log: (line: string) => void;
}

/** What the core is made of. */
export interface CoreParts {
  app: Snapshot['app'];
  machine: Snapshot['machine'];
  system: System;
  /** Whose commands are run. */
  host: Pick<Host, 'platform' | 'run'>;
  pythonEnvironment: string;
  modelCacheDirectory: () => string;
  settingsStore: SettingsStore;
  wishStore: JsonStore<Wish>;
  embedded: EmbeddedCluster;
  supervisor: Supervisor;
  taskWatch: TaskWatch;
  taskFailures: TaskFailures;
  telemetry: Telemetry;
  logs: Logs;
  logPlaces: () => Promise<LogPlaces>;
  recentFailure: RecentFailure;
  /** Logs that the head tells, while somebody looks. */
  jobSpool: JobSpool;
  /** The snapshot's history, for diagnostics. */
  journal: SnapshotJournal;
  monitoring: Monitoring;
  /** Ends what runs for this state directory and is on no readable record. */
  endStrays(): Promise<void>;
  log: (line: string) => void;
  now: () => number;
  clock: (at: number) => string;
  asError: (thrown: unknown, tried: string) => RaybarError;
  /** Sets who is called back when something changed. */
  onChange(listener: () => void): void;
  /** Sets who puts a diagnostics bundle together. */
  onDiagnose(make: () => Promise<MadeBundle>): void;
  /** Sets who is called with what monitoring has to tell the owner. */
  onNotice(listener: (notice: Notice) => void): void;
}

/** Makes the parts and ties them together. `settings` answers with the settings of the moment. */
export async function createCoreParts(options: CoreOptions, settings: () => Settings): Promise<CoreParts> {
  const { system, host = ownCommands, stateDirectory, logDirectory, log, pythonEnvironment } = options;
  const ambient = {
    ...options.ambient,
    // Worked out for whoever starts a process: it would load Node's cryptography before the tray.
    get [stateMarkVariable]() {
      return stateMark(stateDirectory);
    },
  };
  // Synchronous for the start's sake; see settings-store.ts.
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  mkdirSync(logDirectory, { recursive: true, mode: 0o700 });
  const facts = await system.machineFacts();
  const machine = { ...facts, platform: host.platform };
  let changed = (): void => undefined;
  const onChange = (): void => changed();
  let told = (_notice: Notice): void => undefined;
  const now = Date.now;
  const modelCache = (): string =>
    modelCacheDirectory(
      settings().telemetry.modelCacheDirectory,
      { ...options.ambient, ...settings().worker.environment },
      homedir(),
    );

  const embedded = new EmbeddedCluster({
    system,
    store: createJsonStore({
      path: join(stateDirectory, 'embedded-head.json'),
      schema: headRecordFileSchema,
      fallback: null,
    }),
    directory: join(stateDirectory, 'embedded'),
    logDirectory,
    temporaryRoot: options.temporaryRoot,
    machine,
    ambient,
    log,
    now,
  });
  const readPython = rememberPythons();
  const supervisor = new Supervisor({
    system,
    store: createJsonStore({
      path: join(stateDirectory, 'worker.json'),
      schema: runRecordFileSchema,
      fallback: null,
    }),
    logDirectory,
    prepare: (report, signal) =>
      prepareJoin(
        {
          system,
          embedded,
          machine,
          ambient,
          pythonEnvironment,
          readPython,
          installPython: (directory, abort) =>
            installPython(directory, abort, (doing) => log(`Python environment: ${doing}`)),
        },
        settings(),
        report,
        signal,
      ),
    headGone: (address) => embedded.goneError(address),
    ambient,
    now,
    random: Math.random,
    log,
    onChange,
  });
  const rayLogDirectory = rayLogDirectoryOf(system, () => supervisor.current?.record.raylet?.pid ?? null);
  const secrets = rememberFileSecrets(() =>
    tokenFilesOf(settings(), supervisor.current?.record.tokenFile, embedded.head?.tokenFile),
  );
  const logPlaces = logPlacesFrom({
    logDirectory,
    rayLogDirectory,
    workers: () => supervisor.workers,
    embeddedTemporaryDirectory: () => embedded.head?.temporaryDirectory ?? null,
    home: homedir(),
    secrets,
  });
  const taskWatch = new TaskWatch(now, onChange);
  const jobSpool = new JobSpool({
    directory: join(stateDirectory, 'job-logs'),
    jobLogs: jobLogsOf(supervisor, taskWatch),
    folders: async () => (await logPlaces()).folders,
    log,
  });
  const recentFailure = new RecentFailure(now);
  let makeBundle = (): Promise<MadeBundle> => Promise.reject(new Error('nobody knows how to diagnose'));
  const monitoring = new Monitoring({
    historyStore: new HistoryStore({ file: join(stateDirectory, 'history.bin'), log, now }),
    counterStore: new CounterStore({
      store: createJsonStore({
        path: join(stateDirectory, 'counters.json'),
        schema: countersSchema,
        fallback: noCounters,
      }),
      log,
    }),
    pushedGroups: new PushedGroups({
      store: createJsonStore({
        path: join(stateDirectory, 'pushed-groups.json'),
        schema: pushedGroupsSchema,
        fallback: noPushedGroups,
      }),
      log,
    }),
    hostname: facts.hostname,
    rayLogDirectory,
    async shownText() {
      // Loaded with the first failure that is told: no tray waits for the patterns.
      const [{ LineMasker }, { oneLine }] = await Promise.all([
        import('./logs/masking/line-masker'),
        import('./logs/masking/one-line'),
      ]);
      const { mask } = new LineMasker({ homes: [homedir()], secrets: await secrets() });
      return (text, mostCharacters) => oneLine(text, mask, mostCharacters);
    },
    now,
    log,
    onNotice: (notice) => told(notice),
    onChange,
  });
  return {
    app: { ...options.app, platform: host.platform, stateDirectory, logDirectory },
    machine: facts,
    system,
    host,
    pythonEnvironment,
    modelCacheDirectory: modelCache,
    settingsStore: createSettingsStore({ file: join(stateDirectory, 'settings.json') }),
    wishStore: createJsonStore({
      path: join(stateDirectory, 'wish.json'),
      schema: wishSchema,
      fallback: noWish,
    }),
    embedded,
    supervisor,
    taskWatch,
    taskFailures: new TaskFailures({
      now,
      dashboard: (run) => taskWatch.client(run),
      failureLog: openTaskFailureLog(logDirectory),
      onFailure(failure) {
        recentFailure.note(failure);
        void monitoring.taskFailed(failure);
      },
      log,
    }),
    async endStrays() {
      const labels = [supervisor.recordedLabel, embedded.head?.label ?? null];
      const known = labels.filter((label) => label !== null);
      const ended = await endStrays(system, stateDirectory, known);
      log(`${ended} processes of an earlier worker or head without a readable record were ended`);
    },
    logPlaces,
    jobSpool,
    recentFailure,
    journal: new SnapshotJournal(),
    logs: createLogs({
      workerFile: options.logWorkerFile ?? null,
      places: async () => withJobs(await logPlaces(), jobSpool),
      makeBundle: () => makeBundle(),
      spool: jobSpool,
      log,
      now,
    }),
    telemetry: createTelemetry({
      reader: currentReader({
        system,
        run: host.run,
        platform: host.platform,
        modelCacheDirectory: modelCache,
        log,
      }),
    }),
    monitoring,
    log,
    now,
    clock: (at) => formatClock(at),
    asError: (thrown, tried) => asRaybarError(thrown, tried, { code: 'command-failed', log }),
    onChange(listener) {
      changed = listener;
    },
    onDiagnose(make) {
      makeBundle = make;
    },
    onNotice(listener) {
      told = listener;
    },
  };
}
