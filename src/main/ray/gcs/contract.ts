/** How a node ended, as the head recorded it. */
export interface NodeDeath {
  reason:
    | 'unspecified'
    | 'expected-termination'
    | 'unexpected-termination'
    | 'autoscaler-drain-preempted'
    | 'autoscaler-drain-idle';
  message: string;
}

/** One node of the cluster, as the head's GCS knows it. */
export interface NodeRecord {
  /** 56 lowercase hex digits. */
  nodeId: string;
  /** The node's IP address. Not an identity: dead nodes stay listed with the same one. */
  address: string;
  hostname: string;
  /** Where the node's raylet speaks gRPC, at `address`. */
  rayletPort: number;
  state: 'ALIVE' | 'DEAD';
  isHead: boolean;
  /** True once the raylet reported that it drains. It lags behind an accepted drain by up to some seconds. */
  draining: boolean;
  /** How long nothing has kept the node busy; 0 while something does. */
  idleDurationMs: number;
  /** What keeps the node busy, in Ray's words, e.g. "Resource: CPU currently in use." Empty when idle. */
  activity: string[];
  labels: Record<string, string>;
  resourcesTotal: Record<string, number>;
  /** When the node registered, in ms since the epoch. */
  startedAt: number;
  death: NodeDeath | null;
}

/** Answer of one CheckAlive. */
export interface HeadVitals {
  rayVersion: string;
  /** In the order of the ids asked for. False also for an id that the head never heard of. */
  alive: boolean[];
}

/** The exact versions that the head runs, e.g. "2.53.0" and "3.11.7". */
export interface HeadVersions {
  rayVersion: string;
  pythonVersion: string;
}

export interface DrainRequest {
  /** This worker's own node. Anything but 56 hex digits would abort the whole head, and never gets out. */
  nodeId: string;
  /** The label of this join (the value of `joinLabelKey`). The node must carry it on the head, and must not be the head's own. */
  ownLabel: string;
  /** Shown in the node's death record, e.g. "The owner needs this Mac". */
  reasonMessage: string;
}

export interface DrainReply {
  accepted: boolean;
  /** Ray's words for a refusal, else null. */
  rejection: string | null;
}

/**
 * A head's GCS over gRPC. Every `deadlineMs` is how long this call may take, in ms from now. Every failure is a
 * RaybarFailure: head-name-unknown, head-refused, head-unreachable, head-silent, head-not-ray, token-missing,
 * token-wrong, token-file-unreadable.
 */
export interface GcsClient {
  /** host:port, as given. */
  readonly address: string;
  /** Liveness of nodes and the head's Ray version, in one small call: what a one-second probe asks. */
  checkAlive(nodeIds: readonly string[], deadlineMs: number): Promise<HeadVitals>;
  clusterMetadata(deadlineMs: number): Promise<HeadVersions>;
  /** Whether the head asks for a token at all: it is asked once without one. */
  wantsToken(deadlineMs: number): Promise<boolean>;
  /** The nodes that are alive. Dead ones, of which a long-lived head lists thousands, stay on the head. */
  aliveNodes(deadlineMs: number): Promise<NodeRecord[]>;
  /** The node that is alive and carries this label; null where there is none (yet). */
  findNodeByLabel(key: string, value: string, deadlineMs: number): Promise<NodeRecord | null>;
  /** One node by its id, dead or alive; null where the head doesn't know it (any more). */
  node(nodeId: string, deadlineMs: number): Promise<NodeRecord | null>;
  /**
   * Refuses new work on this worker's own node from now on (reason PREEMPTION: always accepted, running tasks go on, also over
   * Ray's deadline, which nobody enforces). Ray is told "now" as the deadline, whatever the owner's is: only a node that dies after it costs
   * no retries, and a later drain does not change it (docs/adr/0011-leaving-an-idle-node.md). Fails with drain-refused, before anything is sent, where the
   * id is malformed, the node doesn't carry `ownLabel`, or is the head's own.
   */
  drainNode(request: DrainRequest, deadlineMs: number): Promise<DrainReply>;
  /** host:port of the dashboard as the head published it; null where it runs none or is still starting. */
  dashboardAddress(deadlineMs: number): Promise<string | null>;
  close(): void;
}

export interface GcsClientOptions {
  /** host:port, an IPv6 host in brackets. */
  address: string;
  /** Asked before every call, so that a token file that was replaced is taken up; null for a head without auth. */
  token: () => Promise<string | null>;
}
