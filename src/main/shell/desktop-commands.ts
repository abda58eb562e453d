import { RaybarFailure } from '../../shared/errors';
import type { Snapshot } from '../../shared/snapshot';
import type { ShellHandlers } from '../core-api';
import { exportActivity, type ActivityExportParts } from './export-activity';

export interface DesktopParts {
  snapshot(): Snapshot;
  /** Electron's shell.openPath: resolves to what went wrong, or to ''. */
  openPath(path: string): Promise<string>;
  /** Electron's shell.openExternal. */
  openUrl(url: string): Promise<void>;
  showPopover(): void;
  showSettings(): void;
  showActivity(): void;
  readonly activityExport: ActivityExportParts;
  /** See Quit.request. */
  quit(worker?: 'drain' | 'keep'): Promise<void>;
}

/** The commands that need a desktop, but for those that a window gives about itself. */
export function desktopCommands(parts: DesktopParts): Omit<ShellHandlers, 'popoverResized' | 'closeWindow'> {
  return {
    async openLogs() {
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

    async openSettings() {
      parts.showSettings();
    },

    async openActivity() {
      parts.showActivity();
    },

    exportActivity: (input) => exportActivity(parts.activityExport, input),

    async openPopover() {
      parts.showPopover();
    },

    async quit(input) {
      // Answered when leaving has begun: at its end there is nobody left to answer.
      await parts.quit(input?.worker);
    },
  };
}
