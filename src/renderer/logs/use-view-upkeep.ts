import { useEffect } from 'react';
import type { RaybarBridge } from '../../shared/ipc';
import type { LogsTarget } from '../../shared/log-views';
import type { LogViewer } from './log-viewer';

const atTheEnd: LogsTarget = { anchor: 'end', sources: null, problems: false };

/** Main closes a view that nothing is asked of for five minutes. */
const askEveryMs = 120_000;
/** New logs get their names. */
const sourcesEveryMs = 5_000;

interface ViewUpkeep {
  /** What the viewer shows from its beginning; null: nothing yet. */
  readonly openedFor: LogsTarget | null;
  readonly openProblems: () => void;
  /** Called where its owner closed the window before this page listened. */
  readonly left: () => void;
}

/** Opens what the window was opened for, and keeps it current: main sends nothing to a window that is hidden. */
export function useViewUpkeep(
  viewer: LogViewer,
  bridge: RaybarBridge,
  { openedFor, openProblems, left }: ViewUpkeep,
): void {
  useEffect(() => {
    let gone = false;
    let begun = false;
    const begin = async () => {
      const result = await viewer.ask('takeLogsTarget', undefined);
      if (gone) return;
      const target = result.type === 'success' ? result.value : (openedFor ?? atTheEnd);
      if (target === null && openedFor !== null && !begun) return left();
      if (target !== null && !begun) await (isSame(target, openedFor) ? goOn(target) : show(target));
      // Also for a window that is only made ready: the engine starts with it.
      if (!gone) void viewer.refreshSources(false);
    };
    const show = async (target: LogsTarget) => {
      begun = true;
      if (target.problems) openProblems();
      await viewer.show(target);
    };
    const goOn = async ({ problems }: LogsTarget) => {
      begun = true;
      if (problems) openProblems();
      await viewer.hearNow();
    };
    const unsubscribe = bridge.subscribe('logsTarget', (target) => {
      if (target !== null) void show(target);
    });
    void begin();
    const lookAgain = () => {
      if (!document.hidden) void viewer.refresh();
    };
    document.addEventListener('visibilitychange', lookAgain);
    const upkeep = setInterval(lookAgain, askEveryMs);
    const names = setInterval(() => {
      const { view, sources } = viewer.store.getState();
      const known = sources.filter(({ current }) => current).length;
      if (!document.hidden && view !== null && view.openSources !== known) void viewer.refreshSources(true);
    }, sourcesEveryMs);
    return () => {
      gone = true;
      unsubscribe();
      clearInterval(upkeep);
      clearInterval(names);
      document.removeEventListener('visibilitychange', lookAgain);
      viewer.close();
    };
  }, [viewer, bridge, openedFor, openProblems, left]);
}

/** Both are as main tells them. */
const isSame = (target: LogsTarget, other: LogsTarget | null): boolean =>
  JSON.stringify(target) === JSON.stringify(other);
