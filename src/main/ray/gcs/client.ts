import { RaybarFailure } from '../../../shared/errors';
import { checkAliveAnswer, clusterMetadataAnswer, drainAnswer, keyValueAnswer, nodesAnswer } from './answers';
import type { DrainReply, DrainRequest, GcsClient, GcsClientOptions, NodeRecord } from './contract';
import { assertOwnNode, nodeIdBytes } from './drain-guard';
import { headErrors } from './failures';
import { openLazyChannel } from './lazy-channel';
import { joinLabelKey } from '../join-label';

/** Opens one channel to a head's GCS. Nothing is sent before the first call. */
export function createGcsClient({ address, token }: GcsClientOptions): GcsClient {
  const channel = openLazyChannel(address, token);
  /** `nodeId label` of nodes that the head showed as ours. Neither a node's label nor its place on the head ever changes. */
  const ownNodes = new Set<string>();

  function remember(nodes: readonly NodeRecord[]) {
    for (const { nodeId, labels, isHead } of nodes) {
      const label = labels[joinLabelKey];
      if (label !== undefined && !isHead) ownNodes.add(ownNode(nodeId, label));
    }
  }

  async function askNodes(filter: object, tried: string, deadlineMs: number): Promise<NodeRecord[]> {
    const answer = await channel.call({
      method: 'getAllNodeInfo',
      request: filter,
      answer: nodesAnswer,
      tried,
      deadlineMs,
    });
    return answer.nodeInfoList;
  }

  async function node(nodeId: string, deadlineMs: number): Promise<NodeRecord | null> {
    const filter = { nodeSelectors: [{ nodeId: nodeIdBytes(nodeId) }] };
    const nodes = await askNodes(filter, `Asked the head at ${address} for this node`, deadlineMs);
    return nodes.find((candidate) => candidate.nodeId === nodeId) ?? null;
  }

  const aliveNodes = (deadlineMs: number) =>
    askNodes({ stateFilter: 'ALIVE' }, `Asked the head at ${address} for its nodes`, deadlineMs);

  async function keyValue(key: string, namespace: string, tried: string, deadlineMs: number) {
    const request = { key: Buffer.from(key), namespace: Buffer.from(namespace) };
    const { value } = await channel.call({
      method: 'internalKvGet',
      request,
      answer: keyValueAnswer,
      tried,
      deadlineMs,
    });
    return value.length === 0 ? null : Buffer.from(value).toString('utf8');
  }

  return {
    address,

    async checkAlive(nodeIds, deadlineMs) {
      const { rayVersion, rayletAlive } = await channel.call({
        method: 'checkAlive',
        request: { nodeIds: nodeIds.map(nodeIdBytes) },
        answer: checkAliveAnswer,
        tried: `Asked the head at ${address} whether it is there`,
        deadlineMs,
      });
      return { rayVersion, alive: nodeIds.map((_, index) => rayletAlive[index] ?? false) };
    },

    async clusterMetadata(deadlineMs) {
      const tried = `Asked the head at ${address} for its versions`;
      const text = await keyValue('CLUSTER_METADATA', 'cluster', tried, deadlineMs);
      // Written by `ray start --head` a moment after its GCS answers: a head that comes back must not be taken for no head at all.
      if (text === null)
        throw new RaybarFailure(
          headErrors.starting(address, tried, 'it has not written down yet which Ray it runs'),
        );
      const metadata = clusterMetadataAnswer.safeParse(parseJson(text));
      if (!metadata.success) throw new RaybarFailure(headErrors.notRay(address, tried, 'it has no versions'));
      return { rayVersion: metadata.data.ray_version, pythonVersion: metadata.data.python_version };
    },

    async wantsToken(deadlineMs) {
      const anonymous = openLazyChannel(address, () => Promise.resolve(null));
      try {
        await anonymous.call({
          method: 'checkAlive',
          request: { nodeIds: [] },
          answer: checkAliveAnswer,
          tried: `Asked the head at ${address} whether it wants a token`,
          deadlineMs,
        });
        return false;
      } catch (error) {
        if (error instanceof RaybarFailure && error.error.code === 'token-missing') return true;
        throw error;
      } finally {
        anonymous.close();
      }
    },

    aliveNodes,
    node,

    async findNodeByLabel(key, value, deadlineMs) {
      const nodes = await aliveNodes(deadlineMs);
      const found = nodes.filter((candidate) => candidate.labels[key] === value);
      remember(found);
      return found[0] ?? null;
    },

    async drainNode(drain: DrainRequest, deadlineMs: number): Promise<DrainReply> {
      const nodeId = nodeIdBytes(drain.nodeId);
      if (!ownNodes.has(ownNode(drain.nodeId, drain.ownLabel))) {
        // An adopted worker: one question (2 to 6 ms) proves that the node is ours.
        const record = await node(drain.nodeId, deadlineMs);
        assertOwnNode(record, drain.nodeId, drain.ownLabel);
        ownNodes.add(ownNode(drain.nodeId, drain.ownLabel));
      }
      const { isAccepted, rejectionReasonMessage } = await channel.call({
        method: 'drainNode',
        request: {
          nodeId,
          reason: 'PREEMPTION',
          reasonMessage: drain.reasonMessage,
          // Never 0, which is "none" to Ray.
          deadlineTimestampMs: Date.now(),
        },
        answer: drainAnswer,
        tried: `Told the head at ${address} that this node leaves`,
        deadlineMs,
      });
      return { accepted: isAccepted, rejection: isAccepted ? null : rejectionReasonMessage };
    },

    dashboardAddress: (deadlineMs) =>
      keyValue('dashboard', 'dashboard', `Asked the head at ${address} for its dashboard`, deadlineMs),

    close: () => channel.close(),
  };
}

const ownNode = (nodeId: string, label: string) => `${nodeId} ${label}`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
