import { useState } from 'react';
import type { Snapshot, TaskRow } from '../../shared/snapshot';
import { formatDuration } from '../../shared/view/format';
import { formatResources } from '../../shared/view/resources';
import { taskName } from '../../shared/view/words';
import { Button } from '../components/Button';
import { Card } from '../components/Card';

interface RunningHereProps {
  readonly snapshot: Snapshot;
  readonly now: number;
}

/** How many are shown before somebody asks for all. */
const firstShown = 6;

/** What the cluster runs on this machine. Where nothing can run there is nothing to say about it. */
export function RunningHere({ snapshot, now }: RunningHereProps) {
  const [all, setAll] = useState(false);
  const { cluster, tasks, worker } = snapshot;
  const canRun = worker.kind === 'contributing' || worker.kind === 'draining' || worker.kind === 'lost';
  if (!canRun && tasks.length === 0) return null;
  // One more than that is shown at once: "1 more" would take its place.
  const shown = all || tasks.length <= firstShown + 1 ? tasks : tasks.slice(0, firstShown);
  return (
    <Card heading="Running here for the cluster">
      {tasks.length === 0 ? (
        <p>Nothing runs here now</p>
      ) : (
        <ul className="tasks" aria-label="Tasks">
          {shown.map((task) => (
            <Task key={task.id} task={task} now={now} />
          ))}
        </ul>
      )}
      {tasks.length <= firstShown + 1 ? null : (
        <div className="more-tasks small">
          <Button look="plain" aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? 'Show fewer' : `${tasks.length - firstShown} more`}
          </Button>
        </div>
      )}
      {cluster.missing.map((what) => (
        <p key={what} className="dim small breakable">
          {what}
        </p>
      ))}
    </Card>
  );
}

function Task({ task, now }: { readonly task: TaskRow; readonly now: number }) {
  const name = taskName(task);
  const resources = formatResources(task.resources ?? {});
  const [first, ...others] = resources;
  return (
    <li className="task numbers" data-busy={task.busy}>
      <span className="task-name ellipsis" title={name}>
        {name}
      </span>
      <span className="dim small task-time">
        {[
          ...(task.busy ? [] : ['idle']),
          ...(task.startedAt === null ? [] : [formatDuration(now - task.startedAt)]),
        ].join(' · ')}
      </span>
      <span className="small task-resources ellipsis" title={resources.join(', ')}>
        {first ?? ''}
        {others.length > 0 ? <span className="dim"> +{others.length}</span> : null}
      </span>
    </li>
  );
}
