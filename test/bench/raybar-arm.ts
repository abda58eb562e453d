import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ControlClient, connectControl } from '../../src/cli/control-client';
import { waitFor } from '../../src/cli/wait-for';
import { controlSocketPath } from '../../src/shared/app-paths';
import { defaultSettings, type Settings } from '../../src/shared/settings';
import type { Snapshot } from '../../src/shared/snapshot';
import type { WorkerStateKind } from '../../src/shared/worker-state';
import { waitFor as waitUntil } from '../support/wait-for';
import { type RunningElectron, startElectron } from './electron-app';
import type { BenchOptions } from './measure';

/** Both arms' workers are alike: small, and with a resource that probes and tasks ask for. */
export const benchWorker = {
  cpus: 2,
  gpus: 0,
  resources: { raybar_bench: 1 },
  objectStoreBytes: 100_000_000,
  // A driver takes a raylet of its own address for its local one, so the workers' is another than the head's.
  nodeIpAddress: '127.0.0.2',
} as const;

export interface RaybarArm extends RunningElectron {
  client: ControlClient;
  /** Resolves with the first snapshot in that state. */
  reaches: (kind: WorkerStateKind) => Promise<Snapshot>;
}

/** A folder for the app's state, with settings that name a head. */
export async function prepareState(
  headAddress: string,
): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp('/tmp/rbb-');
  const settings: Settings = {
    ...defaultSettings,
    cluster: { kind: 'address', headAddress, dashboardAddress: null, tokenFile: null },
    worker: { ...defaultSettings.worker, ...benchWorker },
    quit: 'drain',
  };
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** The built app, as `npm start` runs it, driven through its control socket. */
export async function startRaybar(
  electron: BenchOptions['electron'],
  stateDirectory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RaybarArm> {
  const running = await startElectron({
    electron,
    app: process.cwd(),
    environment: { RAYBAR_STATE_DIRECTORY: stateDirectory, RAYBAR_TRY_IT_HERE: '', ...environment },
  });
  try {
    const uid = process.getuid?.() ?? 0;
    const socketPath = controlSocketPath(stateDirectory, { temporaryDirectory: '/tmp', uid });
    const client = await waitUntil('the control socket', () => connectControl(socketPath, uid));
    return {
      ...running,
      client,
      reaches: (kind) =>
        waitFor(client, ({ worker }) => worker.kind === kind, {
          timeoutMs: 60_000,
          late: (last) => `Raybar is not ${kind}: ${JSON.stringify(last?.worker)}`,
        }),
      async stop() {
        client.close();
        await running.stop();
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
