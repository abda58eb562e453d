import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { GcsClient, NodeRecord } from '../../src/main/ray/gcs/contract';
import { freePort } from '../../src/main/system/free-port';
import { cleanRayVariables, rayEnvironment } from '../support/ray-environment';
import { endProcesses } from '../support/ray-processes';
import { waitFor } from '../support/wait-for';
import { benchWorker } from './raybar-arm';

export interface PlainWorker {
  node: NodeRecord;
  /** From the start of `ray start` to ALIVE on the head. */
  aliveAfterMs: number;
  stop: () => Promise<void>;
}

const labelKey = 'raybar-bench';
/** Ray's own commands, as a user types them. */
const ray = (): string => `${rayEnvironment().directory}/bin/ray`;

/** Joins a worker by `ray start` alone; resolves when the head lists it ALIVE. */
export async function startPlainWorker(headAddress: string, gcs: GcsClient): Promise<PlainWorker> {
  const label = randomUUID();
  const agentPort = await freePort({ not: [{ from: 10_002, to: 19_999 }] });
  const args = [
    'start',
    `--address=${headAddress}`,
    `--node-ip-address=${benchWorker.nodeIpAddress}`,
    `--num-cpus=${benchWorker.cpus}`,
    `--num-gpus=${benchWorker.gpus}`,
    `--resources=${JSON.stringify(benchWorker.resources)}`,
    `--labels=${labelKey}=${label}`,
    `--object-store-memory=${benchWorker.objectStoreBytes}`,
    `--dashboard-agent-listen-port=${agentPort}`,
    '--disable-usage-stats',
    '--block',
  ];
  const env = { ...cleanRayVariables(), RAYBAR_BENCH_WORKER: label };
  const startedAt = performance.now();
  const child = spawn(ray(), args, { detached: true, env, cwd: '/', stdio: 'ignore' });
  const stop = () => endProcesses({ pgid: child.pid ?? 0, mark: `RAYBAR_BENCH_WORKER=${label}` });
  try {
    const node = await waitFor(
      'the plain worker to be ALIVE',
      () => gcs.findNodeByLabel(labelKey, label, 2_000),
      { withinMs: 60_000, everyMs: 10 },
    );
    return { node, aliveAfterMs: performance.now() - startedAt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Drains a node as a user does. */
export async function drainByCommand(headAddress: string, nodeId: string): Promise<void> {
  const args = [
    'drain-node',
    `--address=${headAddress}`,
    `--node-id=${nodeId}`,
    '--reason=DRAIN_NODE_REASON_PREEMPTION',
    '--reason-message=bench',
    '--deadline-remaining-seconds=600',
  ];
  await promisify(execFile)(ray(), args, { env: cleanRayVariables() });
}
