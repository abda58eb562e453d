import type { CommandHandlers } from '../shared/ipc';
import type { Notice } from '../shared/notices';
import type { Snapshot, SnapshotDelta } from '../shared/snapshot';
import type { Logs } from './logs/log-handlers';

/** The commands that need a desktop. The shell answers them; without one (a test of the core) they are refused. */
export type ShellCommandName =
  | 'openLogs'
  | 'takeLogsTarget'
  | 'logsDrawn'
  | 'revealLogs'
  | 'revealLogSource'
  | 'saveLogBundle'
  | 'openSettings'
  | 'openActivity'
  | 'openDoctor'
  | 'takeWindowTarget'
  | 'exportActivity'
  | 'openDashboard'
  | 'openPopover'
  | 'popoverResized'
  | 'closeWindow'
  | 'quit';
export type ShellHandlers = Pick<CommandHandlers, ShellCommandName>;
export type CoreHandlers = Omit<CommandHandlers, ShellCommandName>;

/** All of Raybar that is not Electron, as the shell and the control socket see it. */
export interface RaybarCore {
  snapshot(): Snapshot;
  /** Calls back after every change, with what changed. Returns the way to stop. */
  subscribe(listener: (delta: SnapshotDelta, snapshot: Snapshot) => void): () => void;
  subscribeNotices(listener: (notice: Notice) => void): () => void;
  readonly handlers: CoreHandlers;
  /** Views of the logs tell of their changes here; the shell hands them to the windows as the event `logView`. */
  readonly logs: Pick<Logs, 'subscribe' | 'pathOf' | 'writeBundle' | 'closeViews'>;
  /** When a task failed here in the last minute, ms since the epoch; null for none. */
  taskFailedAt(): number | null;
  /** True while a window shows the snapshot: changes are then looked for more often. */
  setWatched(watched: boolean): void;
  /** The machine is about to sleep, or shut down: refuse new work and drain within `leaveNowDeadlineMs`. */
  suspend(): void;
  resume(): void;
  /**
   * Ends Raybar's part. `drain`: drains within `leaveNowDeadlineMs`, ends the worker and the embedded head, and resolves when no
   * process of ours is left. `keep`: leaves the worker running for the next start to adopt. Calling it again joins the
   * first call; `drain` after `keep` is refused.
   */
  close(worker: 'drain' | 'keep'): Promise<void>;
  /** While `close('drain')` is under way: tasks get no more time, and the worker's processes are ended at once. */
  hurry(): void;
}
