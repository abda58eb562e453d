import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { offeredActions } from '../../shared/view/offered-actions';
import { Button } from '../components/Button';
import { useRaybar } from '../raybar-context';
import { DashboardLink } from './DashboardLink';

export const Footer = drawnFrom(
  ['worker', 'cluster', 'wish'],
  function Footer({ snapshot }: { readonly snapshot: Snapshot }) {
    const { run } = useRaybar();
    return (
      <nav className="footer small" aria-label="More">
        <Button look="plain" onPress={() => void run('openLogs', undefined)}>
          Logs
        </Button>
        <Button look="plain" onPress={() => void run('openActivity', undefined)}>
          Activity
        </Button>
        <Button look="plain" onPress={() => void run('openSettings', undefined)}>
          Settings
        </Button>
        <DashboardLink {...offeredActions(snapshot).dashboard} />
        <span className="spring" />
        <Button look="plain" onPress={() => void run('quit', undefined)}>
          Quit
        </Button>
      </nav>
    );
  },
);
