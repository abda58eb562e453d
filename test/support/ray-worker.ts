import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { openSync, readFileSync } from 'node:fs';
import { createGcsClient } from '../../src/main/ray/gcs/client';
import type { GcsClient, NodeRecord } from '../../src/main/ray/gcs/contract';
import { joinLabelKey, joinLabelVariable } from '../../src/main/ray/join-label';
import { workerStartCommand } from '../../src/main/ray/start-command';
import { tokenReader } from '../../src/main/ray/token-file';
import { defaultSettings, type Settings } from '../../src/shared/settings';
import { ownPort } from './own-ports';
import { rayEnvironment } from './ray-environment';
import type { RayHead } from './ray-head';
import { endProcesses, processesOf, signalQuietly, type SeenProcess } from './ray-processes';
import { waitFor } from './wait-for';

export interface RayWorkerNode {
  readonly label: string;
  readonly pid: number;
  readonly node: NodeRecord;
  readonly gcs: GcsClient;
  processes(): SeenProcess[];
  rayletPid(): number;
  /** To the whole process group. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when no process of it is left. */
  gone(withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * An address of its own. Even so a driver that connects after the worker takes the worker's raylet for its local one: on one
 * machine both share the session's folder, and with it node_ip_address.json. Where the worker's end must not be the driver's, start the
 * driver first.
 */
const ownAddress = '127.0.0.2';

export interface RayWorkerOptions {
  nodeIpAddress?: string;
  worker?: Partial<Settings['worker']>;
  python?: string;
}

/** Joins a real worker to a test's head by the product's own command, without its supervisor. Resolves when it is ALIVE. */
export async function startRayWorker(head: RayHead, options: RayWorkerOptions = {}): Promise<RayWorkerNode> {
  const label = randomUUID();
  const gcs = createGcsClient({ address: head.address, token: tokenReader(head.tokenFile) });
  const command = workerStartCommand({
    worker: { ...defaultSettings.worker, cpus: 1, objectStoreBytes: 100_000_000, ...options.worker },
    python: options.python ?? rayEnvironment().python,
    headAddress: head.address,
    nodeIpAddress: options.nodeIpAddress ?? ownAddress,
    label,
    machine: { platform: process.platform, appleSilicon: false, cpuCount: 2, memoryBytes: 8 * 2 ** 30 },
    tokenFile: head.tokenFile,
    agentListenPort: await ownPort(),
    sharesMachine: true,
    ambient: process.env,
  });
  const logFile = `${head.temporaryDirectory}/worker-${label}.log`;
  const log = openSync(logFile, 'a');
  const child = spawn(command.file, command.args, {
    detached: true,
    env: command.env,
    cwd: '/',
    stdio: ['ignore', log, log],
  });
  const pid = child.pid ?? 0;
  const of = { pgid: pid, mark: `${joinLabelVariable}=${label}` };
  try {
    const alive = async () =>
      child.exitCode !== null ? ('ended' as const) : gcs.findNodeByLabel(joinLabelKey, label, 2_000);
    const found = await waitFor('the worker to be ALIVE', alive, { withinMs: 90_000 });
    if (found === 'ended') throw new Error(`ray start exited with ${child.exitCode}`);
    return {
      label,
      pid,
      node: found,
      gcs,
      processes: () => processesOf(of),
      rayletPid() {
        const raylet = processesOf(of).find(({ command: line }) => line.includes('/raylet/raylet '));
        if (raylet === undefined) throw new Error('this worker has no raylet');
        return raylet.pid;
      },
      signal: (signal) => signalQuietly(-pid, signal),
      async gone(withinMs = 60_000) {
        await waitFor('the worker to be gone', () => processesOf(of).length === 0, { withinMs });
      },
      async stop() {
        gcs.close();
        await endProcesses(of);
      },
    };
  } catch (error) {
    gcs.close();
    await endProcesses(of);
    throw new Error(readFileSync(logFile, 'utf8'), { cause: error });
  }
}
