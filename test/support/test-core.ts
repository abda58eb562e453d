import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '../../src/main/core';
import { createCore } from '../../src/main/create-core';
import { joinLabelVariable } from '../../src/main/ray/join-label';
import { runRecordSchema, type RunRecord } from '../../src/main/worker/run-record';
import { currentSystem } from '../../src/main/system/current-system';
import type { Notice } from '../../src/shared/notices';
import type { Snapshot } from '../../src/shared/snapshot';
import type { WorkerStateKind, WorkerStateOf } from '../../src/shared/worker-state';
import { rayEnvironment } from './ray-environment';
import type { RayHead } from './ray-head';
import { processesOf, signalQuietly } from './ray-processes';
import { waitFor } from './wait-for';

export interface TestCoreOptions {
  /** The head that the settings name; left out: no cluster is chosen. */
  head?: Pick<RayHead, 'address' | 'tokenFile'>;
  tryItHere?: boolean;
  /** As the terminal would set them, e.g. ['worker.cpus', 2]. */
  settings?: [string, unknown][];
  /** Another core's folder, to take over what it left. */
  directory?: string;
}

/** All of Raybar but Electron, on a real Ray, in a folder of its own. */
export interface TestCore {
  readonly core: Core;
  readonly directory: string;
  readonly notices: Notice[];
  snapshot(): Snapshot;
  /** Every state that was shown, in order, each once. */
  readonly states: WorkerStateKind[];
  reaches<K extends WorkerStateKind>(kind: K, withinMs?: number): Promise<WorkerStateOf<K>>;
  /** Resolves with the first snapshot that `look` likes. */
  shows(what: string, look: (snapshot: Snapshot) => boolean, withinMs?: number): Promise<Snapshot>;
  log(): string;
  /** Ends it with all that it started; rejects when a process of it is left. */
  stop(): Promise<void>;
}

/** Resources that make the node recognisable to tasks: {"raybar_test": 1}. */
const small: [string, unknown][] = [
  ['worker.cpus', 2],
  ['worker.gpus', 0],
  ['worker.resources', { raybar_test: 1 }],
  ['worker.objectStoreBytes', 100_000_000],
];

export async function startTestCore(options: TestCoreOptions = {}): Promise<TestCore> {
  const directory = options.directory ?? mkdtempSync('/tmp/rbc-');
  let log = '';
  const core = await createCore({
    system: currentSystem(),
    stateDirectory: join(directory, 'state'),
    logDirectory: join(directory, 'logs'),
    pythonEnvironment: rayEnvironment().directory,
    temporaryRoot: '/tmp',
    app: { version: '0.0.0', electron: 'none' },
    ambient: process.env,
    tryItHere: options.tryItHere ?? false,
    log: (line) => (log += `${new Date().toISOString().slice(11, 23)} ${line}\n`),
  });
  const notices: Notice[] = [];
  const states: WorkerStateKind[] = [core.snapshot().worker.kind];
  const labels = new Set<string>();
  const note = ({ worker }: Snapshot): void => {
    if (states.at(-1) !== worker.kind) states.push(worker.kind);
    if ('label' in worker) labels.add(worker.label);
  };
  core.subscribe((_delta, snapshot) => note(snapshot));
  core.subscribeNotices((notice) => notices.push(notice));
  note(core.snapshot());

  if (!options.directory) {
    const cluster = options.head && {
      kind: 'address',
      headAddress: options.head.address,
      dashboardAddress: null,
      tokenFile: options.head.tokenFile,
    };
    const patch: [string, unknown][] = [
      ...small,
      ...(cluster ? [['cluster', cluster] as [string, unknown]] : []),
      ...(options.settings ?? []),
    ];
    const problems = await core.handlers.settingsSet(patch);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
  }

  const withLog = (error: unknown): Error =>
    new Error(`${String(error)}\nstate: ${JSON.stringify(core.snapshot().worker)}\n${log}`, { cause: error });
  const shows: TestCore['shows'] = async (what, look, withinMs = 90_000) => {
    try {
      return await waitFor(what, () => (look(core.snapshot()) ? core.snapshot() : false), {
        withinMs,
        everyMs: 20,
      });
    } catch (error) {
      throw withLog(error);
    }
  };
  return {
    core,
    directory,
    notices,
    states,
    snapshot: () => core.snapshot(),
    shows,
    async reaches(kind, withinMs) {
      const { worker } = await shows(
        `the state "${kind}"`,
        (snapshot) => snapshot.worker.kind === kind,
        withinMs,
      );
      // `shows` looked for it; the union only does not know that.
      return worker as WorkerStateOf<typeof kind>;
    },
    log: () => log,
    async stop() {
      await core.close('drain').catch(() => undefined);
      const left = [...labels].flatMap((label) =>
        processesOf({ pgid: null, mark: `${joinLabelVariable}=${label}` }),
      );
      for (const { pid } of left) signalQuietly(pid, 'SIGKILL');
      rmSync(directory, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`left over: ${JSON.stringify(left)}\n${log}`);
    },
  };
}

/** The record that the next Raybar would find. */
export const workerRecord = (directory: string): RunRecord =>
  runRecordSchema.parse(JSON.parse(readFileSync(join(directory, 'state', 'worker.json'), 'utf8')));
