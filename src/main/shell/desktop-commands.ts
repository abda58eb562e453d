import { RaybarFailure } from '../../shared/errors';
import type { DoctorCheck } from '../../shared/doctor';
import type { LogAnchor, LogsTarget } from '../../shared/log-views';
import type { Snapshot } from '../../shared/snapshot';
import type { RaybarError } from '../../shared/errors';
import type { WorkerState } from '../../shared/worker-state';
import type { ShellHandlers } from '../core-api';
import { exportActivity, type ActivityExportParts } from './export-activity';
import { saveLogBundle, type BundleParts } from './save-log-bundle';
import type { WindowCommandName } from './window-commands';

export interface DesktopParts {
  snapshot(): Snapshot;
  /** See RaybarCore.taskFailedAt. */
  taskFailedAt(): number | null;
  /** Electron's shell.openPath: resolves to what went wrong, or to ''. */
  openPath(path: string): Promise<string>;
  /** Electron's shell.openExternal. */
  openUrl(url: string): Promise<void>;
  showPopover(): void;
  /** At a field, where one is named. */
  showSettings(field: string | null): void;
  showActivity(): void;
  /** At a check, where one is named. */
  showDoctor(check: DoctorCheck | null): void;
  showLogs(target: LogsTarget): void;
  /** Electron's shell.showItemInFolder. */
  showInFolder(path: string): void;
  /** Where a log source's file is, the one that a line stands in; null for one that has none. */
  logSourcePath(sourceId: string, key: string | null): Promise<string | null>;
  readonly logBundle: BundleParts;
  readonly activityExport: ActivityExportParts;
  /** See Quit.request. */
  quit(worker?: 'drain' | 'keep'): Promise<boolean>;
}

const hasFailed = ({ kind }: WorkerState): boolean =>
  kind === 'failed' || kind === 'backoff' || kind === 'lost';

/** At what just failed, the worker or a task here; at the end else. */
function logsAnchor(parts: Pick<DesktopParts, 'snapshot' | 'taskFailedAt'>): LogAnchor {
  if (hasFailed(parts.snapshot().worker)) return 'failure';
  const at = parts.taskFailedAt();
  return at === null ? 'end' : { at };
}

const noFile: RaybarError = {
  code: 'log-source-gone',
  tried: 'Looked for the log’s file',
  found: 'This log has no file on this machine.',
  fixes: ['Copy its lines instead.'],
  retryable: false,
};
const notOpened: RaybarError = {
  code: 'command-failed',
  tried: 'Opened the log’s file',
  found: '',
  fixes: ['Show it in its folder, and open it with a program of your choice.'],
  retryable: true,
};

/** The commands that need a desktop, but for those that a window gives about itself. */
export function desktopCommands(parts: DesktopParts): Omit<ShellHandlers, WindowCommandName> {
  return {
    async openLogs(target) {
      parts.showLogs(target ?? { anchor: logsAnchor(parts), sources: null, problems: false });
    },

    async revealLogSource({ sourceId, key = null, how }) {
      const path = await parts.logSourcePath(sourceId, key);
      if (path === null) throw new RaybarFailure(noFile);
      if (how === 'folder') {
        parts.showInFolder(path);
        return undefined;
      }
      const problem = await parts.openPath(path);
      if (problem !== '') throw new RaybarFailure({ ...notOpened, found: problem });
      return undefined;
    },

    saveLogBundle: ({ id }) => saveLogBundle(parts.logBundle, id),

    async revealLogs() {
      const { logDirectory } = parts.snapshot().app;
      const problem = await parts.openPath(logDirectory);
      if (problem !== '') {
        throw new RaybarFailure({
          code: 'command-failed',
          tried: 'Opened the folder with the logs',
          found: problem,
          fixes: [`Open ${logDirectory} yourself.`],
          retryable: true,
        });
      }
    },

    async openDashboard() {
      const { dashboardUrl } = parts.snapshot().cluster;
      if (dashboardUrl === null || !/^https?:\/\//.test(dashboardUrl)) {
        throw new RaybarFailure({
          code: 'dashboard-unreachable',
          tried: 'Opened Ray’s dashboard',
          found: 'The head has not told where its dashboard is.',
          fixes: ['Name the dashboard’s address in Settings.', 'Join a cluster first.'],
          retryable: true,
        });
      }
      await parts.openUrl(dashboardUrl);
    },

    async openSettings(input) {
      parts.showSettings(input?.field ?? null);
    },

    async openActivity() {
      parts.showActivity();
    },

    async openDoctor(input) {
      parts.showDoctor(input?.check ?? null);
    },

    exportActivity: (input) => exportActivity(parts.activityExport, input),

    async openPopover() {
      parts.showPopover();
    },

    async quit(input) {
      // Answered when leaving has begun: at its end there is nobody left to answer.
      return { leaves: await parts.quit(input?.worker) };
    },
  };
}
