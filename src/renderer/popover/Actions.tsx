import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { offeredActions } from '../../shared/view/offered-actions';
import { Button } from '../components/Button';
import { useRaybar } from '../raybar-context';
import { DrainMenu } from './DrainMenu';
import { PauseMenu } from './PauseMenu';

export const Actions = drawnFrom(
  ['worker', 'cluster', 'wish'],
  function Actions({ snapshot }: { readonly snapshot: Snapshot }) {
    const { run } = useRaybar();
    const { pause, endPause, drain } = offeredActions(snapshot);
    if (!pause && !endPause && !drain) return null;
    return (
      <div className="buttons">
        {pause ? <PauseMenu /> : null}
        {endPause ? <Button onPress={() => void run('resume', undefined)}>End pause</Button> : null}
        {drain ? <DrainMenu /> : null}
      </div>
    );
  },
);
