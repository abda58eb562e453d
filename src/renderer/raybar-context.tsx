import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { RaybarError, Result } from '../shared/errors';
import type { CommandInput, CommandName, CommandOutput, RaybarBridge } from '../shared/ipc';
import type { Snapshot } from '../shared/snapshot';
import { invoke } from './invoke';
import type { SnapshotCache, SnapshotStore } from './store';

interface Raybar {
  readonly store: SnapshotStore;
  /** Runs a command; an error is shown in the window, and is in the answer for who wants to show it in its place. */
  readonly run: <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<Result<CommandOutput<N>>>;
  /** As `run`, and the caller shows the error. */
  readonly ask: <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<Result<CommandOutput<N>>>;
  /** Hears of an event of main's; returns the way to stop. */
  readonly subscribe: RaybarBridge['subscribe'];
  readonly commandError: RaybarError | null;
  readonly dismissCommandError: () => void;
}

const RaybarContext = createContext<Raybar | null>(null);

interface RaybarProviderProps {
  readonly bridge: RaybarBridge;
  readonly store: SnapshotStore;
  readonly children: ReactNode;
}

/** Gives a window's components the snapshot's cache and the commands. */
export function RaybarProvider({ bridge, store, children }: RaybarProviderProps) {
  const [commandError, setCommandError] = useState<RaybarError | null>(null);
  const ask = useCallback<Raybar['ask']>((name, input) => invoke(bridge, name, input), [bridge]);
  const run = useCallback<Raybar['run']>(
    async (name, input) => {
      const result = await invoke(bridge, name, input);
      setCommandError(result.type === 'error' ? result.error : null);
      return result;
    },
    [bridge],
  );
  const subscribe = useCallback<Raybar['subscribe']>(
    (name, listener) => bridge.subscribe(name, listener),
    [bridge],
  );
  const dismissCommandError = useCallback(() => setCommandError(null), []);
  const raybar = useMemo(
    () => ({ store, run, ask, subscribe, commandError, dismissCommandError }),
    [store, run, ask, subscribe, commandError, dismissCommandError],
  );
  return <RaybarContext.Provider value={raybar}>{children}</RaybarContext.Provider>;
}

export function useRaybar(): Raybar {
  const raybar = useContext(RaybarContext);
  if (raybar === null) throw new Error('useRaybar is called outside of a RaybarProvider.');
  return raybar;
}

/** The cached snapshot; null until main has answered. */
export function useSnapshotCache(): SnapshotCache {
  return useStore(useRaybar().store);
}

/** A part of the snapshot; null until main has answered. Drawn anew only when that part changed: readings come every second. */
export function useSnapshotPart<T>(part: (snapshot: Snapshot) => T): T | null {
  return useStore(useRaybar().store, ({ snapshot }) => (snapshot === null ? null : part(snapshot)));
}
