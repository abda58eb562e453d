import {
  app,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  shell as desktop,
} from 'electron';
import type { CommandHandlers } from '../../shared/ipc';
import type { Dispatch } from '../control/dispatch';
import type { RaybarCore } from '../core-api';
import { applicationMenu } from './application-menu';
import { askToQuit } from './ask-to-quit';
import { commandProblem } from './command-problem';
import { desktopCommands } from './desktop-commands';
import { createElectronTray, type ElectronTray } from './electron-tray';
import { followEnd } from './end-events';
import { openKeepAwake } from './keep-awake';
import type { Log } from './log';
import { leadsToLogs, openNotifications } from './notifications';
import { followPower } from './power';
import { createQuit } from './quit';
import { askForPlace, writeExport } from './save-dialog';
import { openTray, trayParts } from './tray';
import { noWindow } from './window-commands';
import { createWindows } from './windows';

export interface ShellParts {
  readonly core: RaybarCore;
  readonly outDirectory: string;
  readonly log: Log;
  readonly createDispatch: (handlers: CommandHandlers) => Dispatch;
  /** Runs before the process ends, at most once: closes what index.ts opened. */
  readonly beforeExit: () => Promise<void>;
}

export interface Shell {
  /** Answers the terminal: all commands, whoever has their answer. */
  readonly dispatch: Dispatch;
  showPopover(): void;
}

/** Puts Raybar on the desktop: tray, windows, notifications, sleep and wake, and the way out. */
export function openShell({ core, outDirectory, log, createDispatch, beforeExit }: ShellParts): Shell {
  const report = (problem: unknown): void => log.problem('The shell', problem);

  const quit = createQuit({
    snapshot: () => core.snapshot(),
    subscribe: (changed) => core.subscribe((_, snapshot) => changed(snapshot)),
    tell: (line) => console.log(line),
    setting: async () => (await core.handlers.settingsGet(undefined)).quit,
    ask: askToQuit,
    async remember(worker) {
      await core.handlers.settingsSet([['quit', worker]]);
    },
    close: (worker) => core.close(worker),
    hurry: () => core.hurry(),
    exit: (code) => void takeDown().finally(() => app.exit(code)),
    report,
  });

  const handlers = {
    ...core.handlers,
    ...desktopCommands({
      snapshot: () => core.snapshot(),
      taskFailedAt: () => core.taskFailedAt(),
      openPath: (path) => desktop.openPath(path),
      openUrl: (url) => desktop.openExternal(url),
      showPopover: () => windows.popover.show(),
      showSettings: (field) => windows.settings.open(field === null ? null : { settingsField: field }),
      showActivity: () => windows.activity.open(null),
      showDoctor: (check) => windows.doctor.open(check === null ? null : { doctorCheck: check }),
      showLogs: (target) => windows.openLogs(target),
      showInFolder: (path) => desktop.showItemInFolder(path),
      logSourcePath: (sourceId, key) => core.logs.pathOf(sourceId, key),
      logBundle: { askForPlace, write: (id, path) => core.logs.writeBundle(id, path), now: Date.now },
      activityExport: {
        history: (span) => core.handlers.history({ span, after: null }),
        askForPlace,
        write: writeExport,
        now: Date.now,
      },
      quit: (worker) => quit.request(worker),
    }),
  };
  const windows = createWindows({
    outDirectory,
    devTools: !app.isPackaged,
    ipcMain,
    handlers,
    createDispatch,
    snapshot: () => core.snapshot(),
    trayBounds: () => icon.bounds(),
    watched: (watched) => core.setWatched(watched),
    report,
  });
  // The tray's menu and the terminal are no windows: nobody asks there for one of its own to be closed.
  const dispatch = createDispatch({ ...handlers, ...noWindow });

  const notifications = openNotifications({
    create: (content) => new Notification(content),
    act: ({ name, input }) => void run(name, input),
  });

  async function run(name: string, input?: unknown): Promise<void> {
    const result = await dispatch(name, input, 'window');
    if (result.type === 'error') notifications.show(commandProblem(result.error));
  }

  let icon: ElectronTray;
  const tray = openTray(core.snapshot(), {
    createIcon: (face) =>
      (icon = createElectronTray(face, {
        clicked: () => windows.popover.toggle(),
        menuOpens: () => windows.expectLogs(),
      })),
    isDark: () => nativeTheme.shouldUseDarkColors,
    run: ({ name, input }) => run(name, input),
    now: Date.now,
  });
  const awake = openKeepAwake(powerSaveBlocker);
  awake.render(core.snapshot().keepingAwake);

  const stops = [
    core.subscribe((delta, snapshot) => {
      if (trayParts.some((part) => part in delta.changes)) tray.render(snapshot);
      if ('keepingAwake' in delta.changes) awake.render(snapshot.keepingAwake);
      windows.send(delta);
    }),
    core.logs.subscribe((state) => windows.sendLogView(state)),
    core.subscribeNotices((notice) => {
      notifications.show(notice);
      if (leadsToLogs(notice)) windows.expectLogs();
    }),
    followPower(powerMonitor, {
      suspend: () => core.suspend(),
      resume: () => core.resume(),
      sessionEnd: () => quit.sessionEnd(),
    }),
  ];
  nativeTheme.on('updated', () => {
    tray.refresh();
    windows.themeChanged();
  });
  if (process.platform === 'darwin') {
    const open = {
      settings: () => void run('openSettings'),
      logs: () => void run('openLogs'),
      doctor: () => void run('openDoctor'),
      quit: () => void run('quit'),
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(open)));
  }
  followEnd(app, quit, (signal, heard) => process.on(signal, heard));

  async function takeDown(): Promise<void> {
    for (const stop of stops) stop();
    awake.close();
    notifications.close();
    windows.close();
    await beforeExit().catch(report);
    tray.close();
  }

  return { dispatch, showPopover: () => windows.popover.show() };
}
