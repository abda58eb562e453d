import type { Snapshot, TaskRow } from '../../shared/snapshot';
import { formatCount, formatCountdown } from '../../shared/view/format';
import { offeredActions } from '../../shared/view/offered-actions';
import { taskName } from '../../shared/view/words';
import type { WorkerStateOf } from '../../shared/worker-state';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { Meter } from '../components/Meter';
import { useRaybar } from '../raybar-context';

interface DrainCardProps {
  readonly snapshot: Snapshot;
  readonly now: number;
}

/** How far a drain is: who still has how long, and the way to cut it short. */
export function DrainCard({ snapshot, now }: DrainCardProps) {
  const { run } = useRaybar();
  const { worker, tasks } = snapshot;
  if (worker.kind !== 'draining') return null;
  const wholeMs = Math.max(1, worker.deadlineAt - worker.since);
  // The window's clock ticks once a second, and so may be a little behind the drain's beginning.
  const leftMs = Math.min(wholeMs, Math.max(0, worker.deadlineAt - now));
  const left = formatCountdown(leftMs);
  const canLeave = offeredActions(snapshot).leaveNow;
  return (
    <Card name="Draining">
      <p className="breakable">
        {refusal(worker)}{' '}
        {leftMs === 0 ? 'Time is up: the worker is ended now.' : <StillRunning tasks={tasks} left={left} />}
      </p>
      <Meter name="Time left to drain" valueText={`${left} left`} share={1 - leftMs / wholeMs} />
      <div className="buttons">
        {canLeave ? <Button onPress={() => void run('leaveNow', undefined)}>Leave now</Button> : null}
        {/* True from the moment the head took the drain (docs/adr/0011), and not before. */}
        {worker.acceptedAt === null || !tasks.some((task) => task.busy) ? null : (
          <span className="dim small hint">
            what is cut off runs again elsewhere, uncharged, where it may be retried
          </span>
        )}
      </div>
    </Card>
  );
}

function refusal({ acceptedAt, error }: WorkerStateOf<'draining'>): string {
  if (acceptedAt !== null) return 'New work is refused.';
  return error === undefined
    ? 'The head is being told to send no new work.'
    : 'The head does not answer, and will be told to send no new work when it does.';
}

function StillRunning({ tasks, left }: { readonly tasks: readonly TaskRow[]; readonly left: string }) {
  const busy = tasks.filter((task) => task.busy);
  const [first] = busy;
  if (first === undefined) {
    return tasks.length > 0 ? 'Only idle actors are left; nothing waits for them.' : 'No task is left.';
  }
  return (
    <>
      <strong>{busy.length === 1 ? taskName(first) : formatCount(busy.length, 'task')}</strong>{' '}
      {busy.length === 1 ? 'has' : 'have'} <span className="numbers">{left}</span> to finish.
    </>
  );
}
