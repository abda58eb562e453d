import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LineTimes } from './line-times';
import type { LogViewer } from './log-viewer';
import type { RowActions } from './row-actions';
import type { ViewerState } from './viewer-state';

export interface LogWindowParts {
  readonly viewer: LogViewer;
  readonly actions: RowActions;
  readonly times: LineTimes;
}

const LogWindowContext = createContext<LogWindowParts | null>(null);

export function LogWindowProvider({
  parts,
  children,
}: {
  readonly parts: LogWindowParts;
  readonly children: ReactNode;
}) {
  return <LogWindowContext.Provider value={parts}>{children}</LogWindowContext.Provider>;
}

export function useLogs(): LogWindowParts {
  const parts = useContext(LogWindowContext);
  if (parts === null) throw new Error('useLogs is called outside of a LogWindowProvider.');
  return parts;
}

/** A part of what the window shows; drawn anew only when that part changed. */
export function useViewer<T>(part: (state: ViewerState) => T): T {
  return useStore(useLogs().viewer.store, part);
}
