import { useEffect } from 'react';
import type { RaybarBridge } from '../../shared/ipc';
import type { LogsTarget } from '../../shared/log-views';
import type { LogViewer } from './log-viewer';

const atTheEnd: LogsTarget = { anchor: 'end', sources: null, problems: false };

/** Main closes a view that nothing is asked of for five minutes. */
const askEveryMs = 120_000;
/** New logs get their names. */
const sourcesEveryMs = 5_000;

/** Opens what the window was opened for, and keeps it current: main sends nothing to a window that is hidden. */
export function useViewUpkeep(viewer: LogViewer, bridge: RaybarBridge, openProblems: () => void): void {
  useEffect(() => {
    let gone = false;
    let begun = false;
    const begin = async () => {
      const result = await viewer.ask('takeLogsTarget', undefined);
      if (gone) return;
      // Also for a window that is only made ready: the engine starts with it.
      void viewer.refreshSources(false);
      const target = result.type === 'success' ? result.value : atTheEnd;
      if (target !== null && !begun) show(target);
    };
    const show = (target: LogsTarget) => {
      begun = true;
      void viewer.show(target);
      if (target.problems) openProblems();
    };
    const unsubscribe = bridge.subscribe('logsTarget', (target) => {
      if (target !== null) show(target);
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
  }, [viewer, bridge, openProblems]);
}
