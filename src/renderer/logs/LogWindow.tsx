import { ArrowDown, CircleHelp, PackageOpen, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { RaybarBridge } from '../../shared/ipc';
import type { LogsTarget } from '../../shared/log-views';
import { Button } from '../components/Button';
import { useSnapshotPart } from '../raybar-context';
import { BundleDialog } from './BundleDialog';
import { copyText } from '../copy-text';
import { EntryPane } from './EntryPane';
import { KeysSheet } from './KeysSheet';
import { fromLevel } from './level-marks';
import { LevelFilter } from './LevelFilter';
import { lineTimes } from './line-times';
import { ListState, ViewTrouble } from './ListState';
import type { LogAction } from './log-keys';
import { createLogViewer } from './log-viewer';
import { LogWindowProvider, useLogs, useViewer } from './log-window-context';
import { LogList } from './LogList';
import { MoreFilters } from './MoreFilters';
import type { Opening } from './opening';
import { ProblemsPanel } from './ProblemsPanel';
import { rowActions } from './row-actions';
import { SearchBar } from './SearchBar';
import { SourcePicker } from './SourcePicker';
import { skippedWords, StatusLine } from './StatusLine';
import { useLogKeys } from './use-log-keys';
import { useViewUpkeep } from './use-view-upkeep';

interface LogWindowProps {
  readonly bridge: RaybarBridge;
  /** What it shows from its beginning, opened before. */
  readonly opening?: Opening | null;
  /** Called once it answers keys and the mouse. */
  readonly drawn?: () => void;
}

/** The log viewer. Each time that its owner closes it, it begins anew, for the next time. */
export function LogWindow({ bridge, opening = null, drawn }: LogWindowProps) {
  const [closings, setClosings] = useState(0);
  const left = useCallback(() => setClosings((count) => count + 1), []);
  useEffect(
    () =>
      bridge.subscribe('logsTarget', (target) => {
        if (target === null) left();
      }),
    [bridge, left],
  );
  const tellDrawn = useEffectEvent(() => drawn?.());
  // Behind the effects of what is in it, which listen.
  useEffect(() => tellDrawn(), []);
  return <LogVisit key={closings} bridge={bridge} opening={closings === 0 ? opening : null} left={left} />;
}

interface LogVisitProps {
  readonly bridge: RaybarBridge;
  readonly opening: Opening | null;
  readonly left: () => void;
}

function LogVisit({ bridge, opening, left }: LogVisitProps) {
  const parts = useMemo(() => {
    const viewer = createLogViewer(bridge, opening);
    const times = lineTimes();
    return { viewer, times, actions: rowActions(viewer, times, (text) => copyText(document, text)) };
  }, [bridge, opening]);
  return (
    <LogWindowProvider parts={parts}>
      <LogPage bridge={bridge} openedFor={opening?.target ?? null} left={left} />
    </LogWindowProvider>
  );
}

interface LogPageProps {
  readonly bridge: RaybarBridge;
  readonly openedFor: LogsTarget | null;
  readonly left: () => void;
}

function LogPage({ bridge, openedFor, left }: LogPageProps) {
  const { viewer, actions } = useLogs();
  const searchField = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<'sources' | 'keys' | 'bundle' | null>(null);
  const [problemsOpen, setProblemsOpen] = useState(false);
  const query = useViewer((state) => state.query);
  const problems = useViewer((state) => state.problems?.problems.length ?? 0);
  const mac = useSnapshotPart(({ app }) => app.platform) === 'darwin';
  const workerKind = useSnapshotPart(({ worker }) => worker.kind);
  const openProblems = useCallback(() => setProblemsOpen(true), []);
  useViewUpkeep(viewer, bridge, { openedFor, openProblems, left });

  const escape = useCallback(() => {
    const { entry, search, selectedFrom } = viewer.store.getState();
    if (entry !== null) actions.closeEntry();
    else if (search !== null) void viewer.setSearch(null);
    else if (selectedFrom !== null) viewer.store.setState({ selectedFrom: null });
    document.getElementById('log-lines')?.focus({ preventScroll: true });
  }, [actions, viewer]);

  useLogKeys((action: LogAction) => {
    switch (action.do) {
      case 'search':
        searchField.current?.focus();
        return searchField.current?.select();
      case 'next-match':
        return void actions.goToMatch('next');
      case 'previous-match':
        return void actions.goToMatch('previous');
      case 'expand':
        return void actions.openEntry();
      case 'bookmark':
        return actions.toggleBookmark();
      case 'next-bookmark':
        return void actions.goToBookmark('next');
      case 'previous-bookmark':
        return void actions.goToBookmark('previous');
      case 'copy':
      case 'copy-markdown':
      case 'copy-entry':
        return void actions.copy(action.do);
      case 'select-all':
        return actions.selectAll();
      case 'level':
        return void viewer.setQuery({ ...query, levels: fromLevel(action.level) });
      case 'move':
        document.getElementById('log-lines')?.focus({ preventScroll: true });
        return actions.move(action);
      case 'sources':
        void viewer.refreshSources(true);
        return setOpen('sources');
      case 'problems':
        return setProblemsOpen((shown) => !shown);
      case 'keys':
        return setOpen('keys');
      case 'escape':
        return escape();
    }
  });

  const shows = (part: 'sources' | 'keys' | 'bundle') => (shown: boolean) => setOpen(shown ? part : null);
  const isOpen = useViewer(({ phase, view }) => phase !== 'failed' && (view?.rowCount ?? 0) > 0);
  const folderName = mac ? 'Finder' : 'Folder';
  return (
    <main className="log-window">
      <h1 className="visually-hidden">Logs</h1>
      <div className="log-toolbar" role="toolbar" aria-label="Logs">
        <SourcePicker open={open === 'sources'} onOpenChange={shows('sources')} />
        <LevelFilter />
        <MoreFilters />
        <SearchBar field={searchField} />
        <Button aria-pressed={problemsOpen} onPress={() => setProblemsOpen(!problemsOpen)}>
          <TriangleAlert size={13} aria-hidden />
          {problems === 0 ? 'Problems' : `Problems · ${problems}`}
        </Button>
        <Button iconOnly aria-label="Diagnostics bundle…" onPress={() => setOpen('bundle')}>
          <PackageOpen size={15} aria-hidden />
        </Button>
        <Button iconOnly aria-label="Keys" onPress={() => setOpen('keys')}>
          <CircleHelp size={15} aria-hidden />
        </Button>
      </div>
      <ViewTrouble />
      <div className="log-body">
        <div className="log-column">
          <div className="log-lines">
            {isOpen ? <LogList /> : <ListState hasWorker={hasWorker(workerKind)} />}
            <NewLines />
          </div>
          <EntryPane folderName={folderName} />
        </div>
        {problemsOpen ? <ProblemsPanel onClose={() => setProblemsOpen(false)} /> : null}
      </div>
      <StatusLine />
      <Live />
      <KeysSheet open={open === 'keys'} onOpenChange={shows('keys')} mac={mac} />
      <BundleDialog open={open === 'bundle'} onOpenChange={shows('bundle')} />
    </main>
  );
}

const hasWorker = (kind: string | null): boolean =>
  kind === 'contributing' || kind === 'lost' || kind === 'draining' || kind === 'joining';

/** Lines came below while the owner looks at others. */
function NewLines() {
  const { viewer } = useLogs();
  const following = useViewer((state) => state.following);
  const rowCount = useViewer(({ view }) => view?.rowCount ?? 0);
  const leftAt = useViewer((state) => state.leftAtRows);
  const fresh = rowCount - leftAt;
  if (following || fresh <= 0) return null;
  return (
    <div className="new-lines">
      <Button look="primary" onPress={() => viewer.follow()}>
        {fresh === 1 ? '1 new line' : `${fresh.toLocaleString()} new lines`}
        <ArrowDown size={13} aria-hidden />
      </Button>
    </div>
  );
}

/** What a screen reader is told without being asked: what was found, what passed by. */
function Live() {
  const said = useViewer((state) => state.said);
  const skipped = useViewer(({ view }) => view?.skippedRows ?? 0);
  const found = useViewer(({ view }) => (view?.search?.done ? view.search.matchedRows : null));
  return (
    <output className="visually-hidden" aria-live="polite">
      <span>{said}</span>
      <span>
        {found === null ? '' : found === 0 ? 'No line matches.' : `${found.toLocaleString()} lines match.`}
      </span>
      <span>{skipped === 0 ? '' : skippedWords(skipped)}</span>
    </output>
  );
}
