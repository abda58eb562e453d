import type { BrowserWindow } from 'electron';
import { firstLogRows } from '../../shared/first-log-rows';
import type { CommandHandlers } from '../../shared/ipc';
import { logQuerySchema, type LogsTarget } from '../../shared/log-views';
import type { Snapshot } from '../../shared/snapshot';
import { type EarlyView, openEarly } from './early-view';
import type { IpcBinding } from './ipc-binding';
import { keepViews } from './kept-views';
import { createReadyWindow } from './ready-window';

export interface LogsWindowParts {
  /** Makes the window, hidden. `isWanted`: it hears of changes also before it is seen. */
  readonly create: (own: LogsWindowHandlers, isWanted: () => boolean) => BrowserWindow;
  readonly handlers: Pick<CommandHandlers, 'logsOpen' | 'logsClose'>;
  readonly ipc: Pick<IpcBinding, 'sendTo'>;
  readonly snapshot: () => Snapshot;
  readonly report: (problem: unknown) => void;
  /** Something that leads here is on screen. */
  readonly isExpected: () => boolean;
}

type LogsWindowHandlers = Pick<CommandHandlers, 'logsOpen' | 'logsClose' | 'takeLogsTarget' | 'logsDrawn'>;

export interface LogsWindow {
  /** Opens the log window, or shows something else in the one that is open. */
  open(target: LogsTarget): void;
  /** The owner may ask for the logs soon: makes the window ready, hidden, where there is none. */
  expect(): void;
  close(): void;
}

/** The log window. While it is only ready, its page has no view open and is told of nothing. */
export function createLogsWindow({
  create,
  handlers,
  ipc,
  snapshot,
  report,
  isExpected,
}: LogsWindowParts): LogsWindow {
  let target: LogsTarget | null = null;
  let early: EarlyView | null = null;
  const ready = createReadyWindow<BrowserWindow>({
    create() {
      const views = keepViews(handlers);
      const own = openEarly(views.handlers);
      early = own;
      // Before the window: the engine takes as long as the page.
      if (ready.isWanted() && target !== null) {
        const { anchor, sources } = target;
        own.begin({
          query: logQuerySchema.parse({ sources }),
          search: null,
          anchor,
          aroundRows: firstLogRows,
        });
      }
      const window = create(
        {
          logsClose: views.handlers.logsClose,
          logsOpen: own.logsOpen,
          takeLogsTarget: async () => (ready.isWanted() ? target : null),
          async logsDrawn() {
            ready.drawn();
            return undefined;
          },
        },
        () => ready.isWanted(),
      );
      window.once('closed', () => void views.closeAll().catch(report));
      return window;
    },
    asked(window) {
      const { webContents } = window;
      // A hidden page has missed what changed.
      if (!window.isVisible()) ipc.sendTo(webContents.id, 'snapshot', snapshot());
      ipc.sendTo(webContents.id, 'logsTarget', target);
    },
    isExpected,
    left({ webContents }) {
      early?.drop();
      ipc.sendTo(webContents.id, 'logsTarget', null);
    },
  });
  return {
    open(wanted) {
      target = wanted;
      ready.open();
    },
    expect: () => ready.prepare(),
    close: () => ready.close(),
  };
}
