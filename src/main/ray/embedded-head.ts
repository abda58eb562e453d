import type { GcsClient } from './gcs/contract';
import type { MachineFacts, StartCommand } from './start-command';

/** All that an embedded head needs before it is started, and what is recorded to find it again. */
export interface EmbeddedHead {
  /** host:port for workers and clients. */
  headAddress: string;
  nodeIpAddress: string;
  gcsPort: number;
  dashboardPort: number;
  /** Always on loopback. */
  dashboardUrl: string;
  agentListenPort: number;
  /** Ray's temp dir: short, because its sockets' paths must fit 104 bytes on macOS. */
  temporaryDirectory: string;
  /** 0600; 32 random bytes as hex. Kept over restarts of the head. */
  tokenFile: string;
  /** Marks the head's processes (joinLabelVariable in their environment). */
  label: string;
}

export interface PrepareEmbeddedHead {
  /** Raybar's own folder for it; the token lies here. Made 0700 where it is missing. */
  directory: string;
  /** This machine's routable address, or 127.0.0.1: Ray rewrites loopback to the routable one where there is one. */
  nodeIpAddress: string;
  /** Where short temp paths can be made, e.g. "/tmp". */
  temporaryRoot: string;
}

/** Makes the token file and picks free ports. Fails with embedded-head-failed. */
export declare function prepareEmbeddedHead(options: PrepareEmbeddedHead): Promise<EmbeddedHead>;

export interface HeadStart {
  python: string;
  head: EmbeddedHead;
  machine: MachineFacts;
  ambient: Readonly<Record<string, string | undefined>>;
}

/** `ray start --head … --block` in token mode with no CPUs of its own, to be spawned detached in a group of its own. */
export declare function headStartCommand(start: HeadStart): StartCommand;

/**
 * Resolves as soon as the head's GCS answers: enough to join. The dashboard comes seconds later. Fails with the last
 * answer's error once `deadlineMs` have passed, and at once where the token is refused or `signal` aborts (embedded-head-failed).
 */
export declare function awaitGcs(
  gcs: Pick<GcsClient, 'address' | 'checkAlive'>,
  limits: { deadlineMs: number; signal?: AbortSignal },
): Promise<void>;
