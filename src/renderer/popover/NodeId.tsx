import { Button as AriaButton } from 'react-aria-components';
import { shortNodeId } from '../../shared/view/format';
import { useCopied } from '../use-copied';

interface NodeIdProps {
  readonly subtitle: string;
  /** The node that the subtitle names in short; null where there is none. */
  readonly nodeId: string | null;
}

/** The subtitle, whose short node id shows the whole one when pointed at, and copies it when pressed. */
export function NodeId({ subtitle, nodeId }: NodeIdProps) {
  const { copied, copy } = useCopied(nodeId ?? '');

  const short = nodeId === null ? null : shortNodeId(nodeId);
  if (nodeId === null || short === null || !subtitle.endsWith(short)) return subtitle;
  return (
    <>
      {subtitle.slice(0, -short.length)}
      <span title={nodeId}>
        <AriaButton
          className="node-id"
          aria-label={copied ? 'Copied' : `Copy node id ${short}`}
          onPress={copy}
        >
          {copied ? 'copied' : short}
        </AriaButton>
      </span>
    </>
  );
}
