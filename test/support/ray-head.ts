import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createGcsClient } from '../../src/main/ray/gcs/client';
import { tokenReader } from '../../src/main/ray/token-file';
import { ownPort } from './own-ports';
import { cleanRayVariables, rayEnvironment } from './ray-environment';
import { endProcesses, processesOf, signalQuietly, type SeenProcess } from './ray-processes';
import { waitFor } from './wait-for';

export interface RayHeadOptions {
  /** A token makes the head ask for it. "random": a fresh one. Left out: no auth. */
  token?: string;
  numCpus?: number;
  /** False saves some seconds of CPU where no REST is asked for. */
  dashboard?: boolean;
  environment?: Record<string, string>;
}

export interface RayHead {
  /** 127.0.0.1:PORT. */
  readonly address: string;
  readonly port: number;
  readonly dashboardUrl: string;
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly temporaryDirectory: string;
  /** What was spawned, and how long its GCS took to answer. */
  readonly pid: number;
  readonly gcsReadyMs: number;
  processes(): SeenProcess[];
  /** To the whole head. After SIGKILL resolves only when all of it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** To its GCS alone, e.g. SIGSTOP. */
  signalGcs(signal: NodeJS.Signals): void;
  /** Kills it and starts another one at the same port: to the workers it is a head that came back. */
  restart(): Promise<void>;
  /** Resolves when the dashboard answers (10 to 17 s after the start; a busy machine takes several times that). */
  dashboardReady(): Promise<void>;
  /** Ends it, proves that no process of it is left, and removes its files. */
  stop(): Promise<void>;
}

interface Running {
  pid: number;
  mark: string;
  readyMs: number;
}

/** Starts a real Ray head of its own on free ports; resolves when its own node is ALIVE. */
export async function startRayHead(options: RayHeadOptions = {}): Promise<RayHead> {
  const directory = mkdtempSync('/tmp/rbh-');
  const port = await ownPort();
  const dashboardPort = await ownPort();
  const token = options.token === 'random' ? randomBytes(32).toString('hex') : (options.token ?? null);
  const tokenFile = token === null ? null : `${directory}/token`;
  if (tokenFile !== null && token !== null) writeFileSync(tokenFile, token, { mode: 0o600 });
  const address = `127.0.0.1:${port}`;
  const start = { options, directory, port, dashboardPort, address, tokenFile };
  let running = await launch(start);

  const of = () => ({ pgid: running.pid, mark: running.mark });
  return {
    address,
    port,
    dashboardUrl: `http://127.0.0.1:${dashboardPort}`,
    token,
    tokenFile,
    temporaryDirectory: directory,
    get pid() {
      return running.pid;
    },
    get gcsReadyMs() {
      return running.readyMs;
    },
    processes: () => processesOf(of()),
    async kill(signal) {
      for (const { pid } of processesOf(of())) signalQuietly(pid, signal);
      if (signal === 'SIGKILL') await endProcesses(of());
    },
    signalGcs(signal) {
      const gcs = processesOf(of()).find(({ command }) => command.includes('/gcs/gcs_server '));
      if (gcs === undefined) throw new Error('this head has no GCS process');
      signalQuietly(gcs.pid, signal);
    },
    async restart() {
      for (const { pid } of processesOf(of())) signalQuietly(pid, 'SIGKILL');
      await endProcesses(of());
      // Else Ray takes the worker on this machine, which still knows the address, for a head that runs.
      rmSync(`${directory}/ray_current_cluster`, { force: true });
      running = await launch(start);
    },
    async dashboardReady() {
      const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
      const url = `http://127.0.0.1:${dashboardPort}/api/version`;
      await waitFor('the dashboard', async () => (await fetch(url, { headers })).ok, {
        withinMs: 180_000,
        everyMs: 100,
      });
    },
    async stop() {
      await endProcesses(of());
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Launch {
  options: RayHeadOptions;
  directory: string;
  port: number;
  dashboardPort: number;
  address: string;
  tokenFile: string | null;
}

async function launch({
  options,
  directory,
  port,
  dashboardPort,
  address,
  tokenFile,
}: Launch): Promise<Running> {
  const startedAt = Date.now();
  const id = randomUUID();
  const log = openSync(`${directory}/head.log`, 'a');
  const args = [
    '-m',
    'ray.scripts.scripts',
    'start',
    '--head',
    '--block',
    '--node-ip-address=127.0.0.1',
    `--port=${port}`,
    `--temp-dir=${directory}`,
    `--num-cpus=${options.numCpus ?? 0}`,
    '--num-gpus=0',
    `--include-dashboard=${options.dashboard ?? true}`,
    `--dashboard-port=${dashboardPort}`,
    // Of those that it is left to choose Ray may choose one that is taken already.
    `--dashboard-agent-listen-port=${await ownPort()}`,
    `--dashboard-agent-grpc-port=${await ownPort()}`,
    `--runtime-env-agent-port=${await ownPort()}`,
    `--metrics-export-port=${await ownPort()}`,
    `--ray-client-server-port=${await ownPort()}`,
    '--object-store-memory=100000000',
    // A worker on this machine gives out Ray's own range; two raylets would give out the same ports.
    '--min-worker-port=0',
    '--max-worker-port=0',
    '--disable-usage-stats',
  ];
  const env = {
    ...cleanRayVariables(),
    ...(tokenFile === null ? {} : { RAY_AUTH_MODE: 'token', RAY_AUTH_TOKEN_PATH: tokenFile }),
    RAYBAR_TEST_HEAD: id,
    ...options.environment,
  };
  const child = spawn(rayEnvironment().python, args, { detached: true, env, stdio: ['ignore', log, log] });
  const pid = child.pid ?? 0;
  const mark = `RAYBAR_TEST_HEAD=${id}`;
  const gcs = createGcsClient({ address, token: tokenReader(tokenFile) });
  try {
    await waitFor(
      'the head’s GCS',
      async () => child.exitCode !== null || (await gcs.checkAlive([], 1_000)).rayVersion,
      { withinMs: 90_000 },
    );
    const readyMs = Date.now() - startedAt;
    // On one machine a worker must not come before the head's own node: see awaitHead.
    await waitFor(
      'the head’s own node',
      async () => child.exitCode !== null || (await gcs.aliveNodes(1_000)).some(({ isHead }) => isHead),
      { withinMs: 90_000 },
    );
    if (child.exitCode !== null) throw new Error(`ray start --head exited with ${child.exitCode}`);
    return { pid, mark, readyMs };
  } catch (error) {
    await endProcesses({ pgid: pid, mark });
    throw new Error(readFileSync(`${directory}/head.log`, 'utf8'), { cause: error });
  } finally {
    gcs.close();
  }
}
