import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { RaybarFailure } from '../../shared/errors';
import { freePort, unofferedPorts, type PortRange } from '../system/free-port';
import type { GcsClient } from './gcs/contract';
import { rayEnvironment } from './process-environment';
import {
  anyWorkerPorts,
  plainOutput,
  rayModule,
  type MachineFacts,
  type StartCommand,
} from './start-command';

const port = z.number().int().min(1).max(65_535);

/** All that an embedded head needs before it is started, and what is recorded to find it again. */
export const embeddedHeadSchema = z.object({
  /** host:port for workers and clients. */
  headAddress: z.string(),
  nodeIpAddress: z.string(),
  gcsPort: port,
  dashboardPort: port,
  /** Always on loopback. */
  dashboardUrl: z.string(),
  agentListenPort: port,
  /** Ray's 10001 may be taken, or be another cluster's. */
  clientServerPort: port,
  /** Ray's temp dir, made for this head alone: short, because its sockets' paths must fit 104 bytes on macOS. */
  temporaryDirectory: z.string(),
  /** 0600; 32 random bytes as hex. Kept over restarts of the head. */
  tokenFile: z.string(),
  /** Marks the head's processes (joinLabelVariable in their environment). */
  label: z.string(),
});
export type EmbeddedHead = z.infer<typeof embeddedHeadSchema>;

export interface PrepareEmbeddedHead {
  /** Raybar's own folder for it; the token lies here. Made 0700 where it is missing. */
  directory: string;
  /** This machine's routable address, or 127.0.0.1: Ray rewrites loopback to the routable one where there is one. */
  nodeIpAddress: string;
  /** Where short temp paths can be made, e.g. "/tmp". */
  temporaryRoot: string;
}

/** Ray gives these to its workers, and refuses a head's port among them. */
const workerPorts: PortRange = { from: 10_002, to: 19_999 };
const temporaryPrefix = 'raybar-';
/** Short: the paths of Ray's sockets lie below it. */
const rayFolder = 'r';

/** Makes the token file and the temp dir and picks free ports. Fails with embedded-head-failed. */
export async function prepareEmbeddedHead(options: PrepareEmbeddedHead): Promise<EmbeddedHead> {
  const { directory, nodeIpAddress, temporaryRoot } = options;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const tokenFile = await ensureToken(join(directory, 'token'));
    const [gcsPort, dashboardPort, agentListenPort, clientServerPort] = await freePorts();
    const host = nodeIpAddress.includes(':') ? `[${nodeIpAddress}]` : nodeIpAddress;
    return {
      headAddress: `${host}:${gcsPort}`,
      nodeIpAddress,
      gcsPort,
      dashboardPort,
      dashboardUrl: `http://127.0.0.1:${dashboardPort}`,
      agentListenPort,
      clientServerPort,
      // Ray opens its temp dir to everybody (0777); the folder around it stays the owner's alone (0700).
      temporaryDirectory: join(await mkdtemp(join(temporaryRoot, temporaryPrefix)), rayFolder),
      tokenFile,
      label: randomUUID(),
    };
  } catch (cause) {
    throw failed('Prepared a Ray head on this machine', messageOf(cause), { cause });
  }
}

/** Ray chooses the rest of its ports at random, minding only some of these, and ends at once where it has chosen one of the others. */
async function freePorts(): Promise<[number, number, number, number]> {
  const taken: PortRange[] = [workerPorts];
  const next = async () => {
    const free = await freePort({ within: unofferedPorts, not: taken });
    taken.push({ from: free, to: free });
    return free;
  };
  return [await next(), await next(), await next(), await next()];
}

const tokenPattern = /^[0-9a-f]{64}$/;

async function ensureToken(file: string): Promise<string> {
  const present = await readFile(file, 'utf8').catch(() => '');
  if (tokenPattern.test(present.trim())) {
    await chmod(file, 0o600);
    return file;
  }
  const whole = `${file}.${randomUUID()}`;
  await writeFile(whole, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  await rename(whole, file);
  return file;
}

export interface HeadStart {
  python: string;
  head: EmbeddedHead;
  machine: Pick<MachineFacts, 'platform'>;
  ambient: Readonly<Record<string, string | undefined>>;
}

/** `ray start --head … --block` in token mode with no CPUs of its own, to be spawned detached in a group of its own. */
export function headStartCommand({ python, head, machine, ambient }: HeadStart): StartCommand {
  const args = [
    ...rayModule,
    'start',
    '--head',
    `--node-ip-address=${head.nodeIpAddress}`,
    `--port=${head.gcsPort}`,
    '--num-cpus=0',
    '--num-gpus=0',
    // The head holds no work, so its store needs no more than Ray's least.
    '--object-store-memory=78643200',
    '--include-dashboard=true',
    '--dashboard-host=127.0.0.1',
    `--dashboard-port=${head.dashboardPort}`,
    `--dashboard-agent-listen-port=${head.agentListenPort}`,
    `--ray-client-server-port=${head.clientServerPort}`,
    `--temp-dir=${head.temporaryDirectory}`,
    ...anyWorkerPorts,
    '--disable-usage-stats',
    ...plainOutput,
    '--block',
  ];
  const { tokenFile, label } = head;
  const env = rayEnvironment({ ambient, python, extra: {}, tokenFile, label, platform: machine.platform });
  return { file: python, args, env };
}

/** The head's GCS among the processes of its group. `ray start --head` can outlive it for a while. */
export const isGcsServer = (command: string): boolean => /\/gcs_server(\s|$)/.test(command);

/** How often a head that starts is asked. */
const everyMs = 100;

/**
 * Resolves when the head's own node is ALIVE. The GCS answers seconds earlier (2 s after the start, the node after 7), but on one machine
 * head and worker share the session's folder: a worker that starts before the head's raylet takes its socket, and the head
 * gives up after 30 s (measured). Rejects with the last answer's error once `deadlineMs` have passed, with
 * embedded-head-failed when `signal` aborts, and at once where the token is refused.
 */
export async function awaitHead(
  gcs: Pick<GcsClient, 'address' | 'aliveNodes'>,
  { deadlineMs, signal }: { deadlineMs: number; signal?: AbortSignal },
): Promise<void> {
  const tried = `Waited for the Ray head at ${gcs.address}`;
  const giveUpAt = Date.now() + deadlineMs;
  let last: RaybarFailure = failed(tried, 'Its GCS answers, but its own node did not register.');
  for (;;) {
    if (signal?.aborted) throw failed(tried, 'The wait was called off.');
    try {
      const nodes = await gcs.aliveNodes(Math.max(1, Math.min(1_000, giveUpAt - Date.now())));
      if (nodes.some(({ isHead }) => isHead)) return;
    } catch (error) {
      if (!(error instanceof RaybarFailure) || !error.error.retryable) throw error;
      last = error;
    }
    if (Date.now() + everyMs >= giveUpAt) throw last;
    await delay(everyMs, undefined, signal ? { signal } : {}).catch(() => null);
  }
}

/** Removes the temp dir of a head that has ended. Nothing else is ever removed, whatever the record says. */
export async function removeHeadFiles({
  temporaryDirectory,
}: Pick<EmbeddedHead, 'temporaryDirectory'>): Promise<void> {
  const ours = dirname(temporaryDirectory);
  if (basename(temporaryDirectory) !== rayFolder || !basename(ours).startsWith(temporaryPrefix)) return;
  await rm(ours, { recursive: true, force: true });
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function failed(tried: string, found: string, options?: ErrorOptions): RaybarFailure {
  const fixes = ['Raybar tries again by itself.', 'Check that the disk is not full.'];
  return new RaybarFailure({ code: 'embedded-head-failed', tried, found, fixes, retryable: true }, options);
}
