import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { formatCount } from '../../shared/view/format';
import { offeredActions } from '../../shared/view/offered-actions';
import { workerError } from '../../shared/worker-state';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { ErrorNote } from '../components/ErrorNote';
import { useRaybar } from '../raybar-context';

/** The error of a lost cluster, a drain without its head, a failed attempt or a given-up worker, with its fixes. */
export const TroubleCard = drawnFrom(
  ['worker', 'tasks', 'wish', 'cluster'],
  function TroubleCard({ snapshot }: { readonly snapshot: Snapshot }) {
    const { run } = useRaybar();
    const { worker, tasks } = snapshot;
    const error = workerError(worker);
    if (error === null) return null;
    return (
      <Card name="What is wrong">
        <ErrorNote error={error}>
          {worker.kind === 'lost' && tasks.length > 0 ? (
            <p className="dim small">{formatCount(tasks.length, 'task')} may still be running here.</p>
          ) : null}
        </ErrorNote>
        {worker.kind === 'failed' && worker.lastLines.length > 0 ? (
          <LastLines lines={worker.lastLines} />
        ) : null}
        <div className="buttons">
          {offeredActions(snapshot).tryNow ? (
            <Button look="primary" onPress={() => void run('tryNow', undefined)}>
              Try now
            </Button>
          ) : null}
          <Button onPress={() => void run('openLogs', undefined)}>Open logs</Button>
          <Button onPress={() => void run('openDoctor', undefined)}>Doctor</Button>
        </div>
      </Card>
    );
  },
);

function LastLines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <details className="last-lines small">
      <summary className="dim">What the worker wrote</summary>
      <textarea readOnly aria-label="What the worker wrote" rows={8} value={lines.join('\n')} />
    </details>
  );
}
