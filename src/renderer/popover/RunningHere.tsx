import { useId, useState } from 'react';
import type { Snapshot, TaskRow } from '../../shared/snapshot';
import { isAvailable } from '../../shared/reading';
import { formatBytes, formatDuration, formatPercent } from '../../shared/view/format';
import { workerShare } from '../../shared/view/machine-words';
import { formatResources } from '../../shared/view/resources';
import { taskName } from '../../shared/view/words';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { Dash, NotKnown } from '../components/NotKnown';

interface RunningHereProps {
  readonly snapshot: Snapshot;
  readonly now: number;
}

/** How many are shown before somebody asks for all. */
const firstShown = 5;

/** What the cluster runs on this machine, and what it takes. Where nothing can run there is nothing to say about it. */
export function RunningHere({ snapshot, now }: RunningHereProps) {
  const { cluster, tasks, worker } = snapshot;
  const canRun = worker.kind === 'contributing' || worker.kind === 'draining' || worker.kind === 'lost';
  if (!canRun && tasks.length === 0) return null;
  return (
    <Card name="Running here for the cluster">
      {tasks.length === 0 ? (
        <>
          <h2 className="card-heading">Running here for the cluster</h2>
          <p>Nothing runs here now</p>
        </>
      ) : (
        <Tasks tasks={tasks} now={now} />
      )}
      {canRun ? <WorkerInAll snapshot={snapshot} /> : null}
      {cluster.missing.map((what) => (
        <p key={what} className="dim small breakable">
          {what}
        </p>
      ))}
    </Card>
  );
}

function Tasks({ tasks, now }: { readonly tasks: readonly TaskRow[]; readonly now: number }) {
  const [all, setAll] = useState(false);
  const id = useId();
  // One more than that is shown at once: "1 more" would take its place.
  const shown = all || tasks.length <= firstShown + 1 ? tasks : tasks.slice(0, firstShown);
  return (
    <>
      <table className="tasks numbers" aria-labelledby={id}>
        <thead>
          <tr className="dim small">
            <th scope="col" colSpan={3} id={id}>
              <h2 className="card-heading">Running here for the cluster</h2>
            </th>
            <th scope="col">CPU</th>
            <th scope="col">Memory</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((task) => (
            <Task key={task.id} task={task} now={now} />
          ))}
        </tbody>
      </table>
      {tasks.length <= firstShown + 1 ? null : (
        <div className="more-tasks small">
          <Button look="plain" aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? 'Show fewer' : `${tasks.length - firstShown} more`}
          </Button>
        </div>
      )}
    </>
  );
}

function Task({ task, now }: { readonly task: TaskRow; readonly now: number }) {
  const name = taskName(task);
  const resources = formatResources(task.resources ?? {});
  const [first, ...others] = resources;
  const { cpuPercent, memoryBytes } = task.use;
  return (
    <tr data-busy={task.busy}>
      <th scope="row" className="task-name ellipsis" title={name}>
        {name}
      </th>
      <td className="dim small task-time">
        {[
          ...(task.busy ? [] : ['idle']),
          ...(task.startedAt === null ? [] : [formatDuration(now - task.startedAt)]),
        ].join(' · ')}
      </td>
      <td className="small task-resources ellipsis" title={resources.join(', ')}>
        {first ?? ''}
        {others.length > 0 ? <span className="dim"> +{others.length}</span> : null}
      </td>
      <td className="small task-use">
        {isAvailable(cpuPercent) ? (
          formatPercent(cpuPercent)
        ) : (
          <Dash name="CPU" reason={cpuPercent.unavailable} />
        )}
      </td>
      <td className="small task-use">
        {isAvailable(memoryBytes) ? (
          formatBytes(memoryBytes)
        ) : (
          <Dash name="Memory" reason={memoryBytes.unavailable} />
        )}
      </td>
    </tr>
  );
}

/** The raylet, its agents and all tasks together, against the machine. */
function WorkerInAll({ snapshot }: { readonly snapshot: Snapshot }) {
  const { worker } = snapshot.telemetry;
  if (!isAvailable(worker)) {
    return (
      <p className="small">
        <NotKnown name="Ray’s worker" reason={worker.unavailable} />
      </p>
    );
  }
  const share = workerShare(snapshot);
  return share === null ? null : <p className="dim small numbers">Ray’s worker: {share}</p>;
}
