import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import type { Headline } from '../../shared/view/headline';
import { offeredActions } from '../../shared/view/offered-actions';
import { clusterName } from '../../shared/view/words';
import { StateIcon } from '../components/StateIcon';
import { Switch } from '../components/Switch';
import { useRaybar } from '../raybar-context';
import { NodeId } from './NodeId';

interface StateHeaderProps extends Headline {
  readonly snapshot: Snapshot;
}

export const StateHeader = drawnFrom(
  ['worker', 'cluster', 'wish'],
  function StateHeader({ snapshot, title, subtitle, shape }: StateHeaderProps) {
    const { run } = useRaybar();
    const { contribute } = offeredActions(snapshot);
    const nodeId = 'nodeId' in snapshot.worker ? snapshot.worker.nodeId : null;
    return (
      <header className="state-header">
        <StateIcon shape={shape} />
        <div className="state-words">
          <h1>{title}</h1>
          <p className="dim small numbers">
            <NodeId subtitle={subtitle} nodeId={nodeId} />
          </p>
        </div>
        {/* Told when the state changes, not each second: the subtitle counts. */}
        <output className="visually-hidden">{title}</output>
        {contribute.enabled ? (
          <Switch
            name={`Contribute to ${clusterName(snapshot.cluster)}`}
            on={contribute.on}
            onChange={(on) => void run(on ? 'on' : 'off', undefined)}
          />
        ) : null}
      </header>
    );
  },
);
