import type { CommandHandlers } from '../../shared/ipc';
import type { LogViewState } from '../../shared/log-views';

/** The commands that the engine answers. */
export type LogCommandName =
  | 'logsSources'
  | 'logsOpen'
  | 'logsChange'
  | 'logsRows'
  | 'logsLocate'
  | 'logsMatch'
  | 'logsMatches'
  | 'logsText'
  | 'logsFollow'
  | 'logsProblems'
  | 'logsClose';
export type LogHandlers = Pick<CommandHandlers, LogCommandName | 'logsBundlePreview'>;

/** The logs, as the core and the shell see them. */
export interface Logs {
  readonly handlers: LogHandlers;
  /** Calls back after every change of any view, at most ten times a second for each. Returns the way to stop. */
  subscribe(listener: (state: LogViewState) => void): () => void;
  /** The file of a line, or without one the file that a source is written to now, for the shell to show or open; null for a job's, which has none. */
  pathOf(sourceId: string, key: string | null): Promise<string | null>;
  /** Writes the bundle of `logsBundlePreview` with this id as a zip, mode 0600. Rejects when it was let go meanwhile. */
  writeBundle(id: string, path: string): Promise<void>;
  /** Closes all views, as when their window goes, and lets the engine end. */
  closeViews(): void;
  close(): Promise<void>;
}
