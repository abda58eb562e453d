import { RaybarFailure } from '../../../shared/errors';
import { nodeIdSchema } from '../../../shared/worker-state';
import { joinLabelKey } from '../join-label';
import type { NodeRecord } from './contract';

/** 28 bytes. An id of another length aborts the whole head, so this is the only way from text to an id on the wire. */
export function nodeIdBytes(nodeId: string): Buffer {
  const bytes = nodeIdSchema.safeParse(nodeId).success ? Buffer.from(nodeId, 'hex') : null;
  if (bytes === null || bytes.length !== 28) throw refused(`"${shortened(nodeId)}" is not a node id.`);
  return bytes;
}

/** Throws drain-refused unless the record is this join's own node. */
export function assertOwnNode(record: NodeRecord | null, nodeId: string, ownLabel: string): void {
  if (record === null || record.nodeId !== nodeId) throw refused('The head does not know this node.');
  if (record.isHead) throw refused("It is the head's own node.");
  if (ownLabel === '' || record.labels[joinLabelKey] !== ownLabel) {
    throw refused('The node does not carry the label of this join.');
  }
}

function refused(found: string): RaybarFailure {
  return new RaybarFailure({
    code: 'drain-refused',
    tried: "Checked that a drain meant this worker's own node, before sending anything",
    found,
    fixes: ['This is a fault in Raybar: nothing was sent. Switch off and on again, and please report it.'],
    retryable: false,
  });
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
