import { nativeTheme, screen, type BrowserWindow, type IpcMain } from 'electron';
import { performance } from 'node:perf_hooks';
import type { CommandHandlers, WindowTarget } from '../../shared/ipc';
import type { LogsTarget, LogViewState } from '../../shared/log-views';
import type { Snapshot, SnapshotDelta } from '../../shared/snapshot';
import { offeredActions } from '../../shared/view/offered-actions';
import type { Dispatch as AnyDispatch } from '../control/dispatch';
import { createAppWindow } from './app-window';
import { bindIpc } from './ipc-binding';
import { createLogsWindow } from './logs-window';
import { createPopover, type Popover } from './popover';
import { hasPlace, type PopoverPlace, type Rectangle } from './popover-position';
import { createSingleWindow } from './single-window';
import { noWindow, type WindowCommandName } from './window-commands';
import { backgrounds, popoverFirstHeightPx, popoverWidthPx, type WindowKind } from './window-options';

export interface WindowsParts {
  readonly outDirectory: string;
  readonly devTools: boolean;
  readonly ipcMain: IpcMain;
  /** All other commands. */
  readonly handlers: Omit<CommandHandlers, WindowCommandName>;
  readonly createDispatch: (handlers: CommandHandlers) => AnyDispatch;
  snapshot(): Snapshot;
  /** Where the tray icon is; zeros where nobody knows. */
  trayBounds(): Rectangle;
  /** Called with whether anybody looks, after each change of that. */
  watched(watched: boolean): void;
  readonly report: (problem: unknown) => void;
}

/** A window of which there is one at most. */
export interface PlacedWindow {
  /** Opens it, or brings the one that is open to the front, at this place in it. */
  open(at: WindowTarget | null): void;
}

export interface Windows {
  readonly popover: Popover;
  readonly settings: PlacedWindow;
  readonly activity: PlacedWindow;
  readonly doctor: PlacedWindow;
  /** Opens the log window, or shows something else in the one that is open. */
  openLogs(target: LogsTarget): void;
  /** The owner may ask for the logs soon: what of their window takes time is done before. */
  expectLogs(): void;
  sendLogView(state: LogViewState): void;
  /** Passes a change on to the windows that are seen. */
  send(delta: SnapshotDelta): void;
  themeChanged(): void;
  close(): void;
}

/** The popover's own first frames come first. */
const afterPopoverMs = 400;

/** The app's windows, none of them open yet. */
export function createWindows(parts: WindowsParts): Windows {
  const ipc = bindIpc(parts.ipcMain);
  const open = new Set<BrowserWindow>();
  let watched = false;

  function visibilityChanged(): void {
    const seen = [...open].some(
      (window) => !window.isDestroyed() && window.isVisible() && !window.isMinimized(),
    );
    if (seen === watched) return;
    watched = seen;
    parts.watched(watched);
  }

  function create(
    kind: WindowKind,
    own: Partial<CommandHandlers>,
    isWanted: () => boolean = () => false,
  ): BrowserWindow {
    const dispatch = parts.createDispatch({
      ...noWindow,
      async closeWindow() {
        window.close();
        return undefined;
      },
      ...parts.handlers,
      ...own,
    });
    const window: BrowserWindow = createAppWindow(kind, {
      ...parts,
      ipc,
      dispatch: (name, input) => dispatch(name, input, 'window'),
      visibilityChanged,
      isWanted,
    });
    open.add(window);
    window.once('closed', () => open.delete(window));
    return window;
  }

  const popover: Popover = createPopover<BrowserWindow>({
    create: () =>
      create('popover', {
        async popoverResized({ heightPx }) {
          popover.resize(heightPx);
          return undefined;
        },
        async closeWindow() {
          popover.hide();
          return undefined;
        },
      }),
    place: () => popoverPlace(parts.trayBounds()),
    beforeShow(window) {
      ipc.sendTo(window.webContents.id, 'snapshot', parts.snapshot());
      // It leads to the logs, once there are any to speak of.
      if (offeredActions(parts.snapshot()).setUp) return;
      setTimeout(() => {
        if (popover.isVisible()) logs.expect();
      }, afterPopoverMs);
    },
    now: () => performance.now(),
    widthPx: popoverWidthPx,
    firstHeightPx: popoverFirstHeightPx,
  });

  function single(kind: 'settings' | 'activity' | 'doctor'): PlacedWindow {
    let target: WindowTarget | null = null;
    const only = createSingleWindow(
      () => create(kind, { takeWindowTarget: async () => target }),
      // A page that still loads does not hear of it, and asks for it when it has.
      ({ webContents }) => target !== null && ipc.sendTo(webContents.id, 'windowTarget', target),
    );
    return {
      open(at) {
        target = at;
        only.open();
      },
    };
  }
  const settings = single('settings');
  const activity = single('activity');
  const doctor = single('doctor');

  const logs = createLogsWindow({
    create: (own, isWanted) => create('logs', own, isWanted),
    handlers: parts.handlers,
    ipc,
    snapshot: () => parts.snapshot(),
    report: parts.report,
    isExpected: () => popover.isVisible(),
  });

  return {
    popover,
    settings,
    activity,
    doctor,
    openLogs: (target) => logs.open(target),
    expectLogs: () => logs.expect(),
    sendLogView: (state) => ipc.send('logView', state),
    send: (delta) => ipc.send('delta', delta),
    themeChanged() {
      const theme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
      // A window that is hidden now would show the old colour at its next first frame.
      for (const window of open) window.setBackgroundColor(backgrounds[theme]);
      ipc.send('theme', theme);
    },
    close() {
      for (const window of open) window.destroy();
      popover.close();
      logs.close();
      ipc.close();
    },
  };
}

function popoverPlace(icon: Rectangle): Omit<PopoverPlace, 'size'> {
  const cursor = screen.getCursorScreenPoint();
  const display = hasPlace(icon) ? screen.getDisplayMatching(icon) : screen.getDisplayNearestPoint(cursor);
  return { icon, cursor, workArea: display.workArea };
}
