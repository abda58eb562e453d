import { useId } from 'react';
import { Button } from '../components/Button';
import { useRaybar } from '../raybar-context';

interface DashboardLinkProps {
  readonly enabled: boolean;
  readonly reason: string | null;
}

/** Where there is no dashboard the keyboard still reaches this, and the reason is told. */
export function DashboardLink({ enabled, reason }: DashboardLinkProps) {
  const { run } = useRaybar();
  const id = useId();
  if (enabled) {
    return (
      <Button look="plain" onPress={() => void run('openDashboard', undefined)}>
        Ray dashboard
      </Button>
    );
  }
  return (
    <>
      <button
        type="button"
        className="button plain unavailable"
        aria-disabled
        aria-describedby={id}
        title={reason ?? ''}
      >
        Ray dashboard
      </button>
      <span id={id} className="visually-hidden">
        {reason}
      </span>
    </>
  );
}
