import { Button } from '../components/Button';
import { CommandError } from '../components/CommandError';
import { ErrorNote } from '../components/ErrorNote';
import { useLogs, useViewer } from './log-window-context';
import { isFiltered, withoutFilters } from './query-words';

/** What stands where no lines are: that they are on their way, that there are none, or why. */
export function ListState({ hasWorker }: { readonly hasWorker: boolean }) {
  const { viewer } = useLogs();
  const phase = useViewer((state) => state.phase);
  const error = useViewer((state) => state.error);
  const view = useViewer((state) => state.view);
  const query = useViewer((state) => state.query);
  if (phase === 'failed' && error !== null) {
    return (
      <div className="list-state" role="alert">
        <ErrorNote error={error} />
        <div className="buttons">
          <Button look="primary" onPress={() => void viewer.reopen()}>
            Try again
          </Button>
          <RevealFolder />
        </div>
      </div>
    );
  }
  if (view === null) return <div className="list-state late dim">Opening the logs…</div>;
  if (view.rowCount > 0) return null;
  if (view.indexedShare < 1) return <div className="list-state late dim">Reading…</div>;
  if (isFiltered(query)) {
    return (
      <div className="list-state">
        <p>No line passes the filters.</p>
        <div className="buttons">
          <Button onPress={() => void viewer.setQuery(withoutFilters(query))}>Clear the filters</Button>
        </div>
      </div>
    );
  }
  return (
    <div className="list-state">
      <p>Nothing has been written yet.</p>
      <p className="dim small">
        {hasWorker
          ? 'Ray’s logs appear here as soon as it writes some.'
          : 'Ray’s logs appear here once this machine contributes. Those of earlier sessions are among “All logs”.'}
      </p>
    </div>
  );
}

function RevealFolder() {
  const { viewer } = useLogs();
  return <Button onPress={() => void viewer.ask('revealLogs', undefined)}>Show the folder</Button>;
}

/** What went wrong in a view that still shows its lines: its source or folder is gone, the engine was started anew, a search is none. */
export function ViewTrouble() {
  const { viewer } = useLogs();
  const phase = useViewer((state) => state.phase);
  const problem = useViewer((state) => state.view?.problem ?? null);
  const searchProblem = useViewer((state) => state.view?.search?.problem ?? null);
  const error = useViewer((state) => state.error);
  const told = phase === 'failed' ? null : (error ?? problem ?? searchProblem);
  if (told === null) return <CommandError />;
  return (
    <div className="view-trouble" role="alert">
      <ErrorNote error={told} tone="warn" />
      {told === searchProblem ? null : <Button onPress={() => void viewer.reopen()}>Open again</Button>}
    </div>
  );
}
