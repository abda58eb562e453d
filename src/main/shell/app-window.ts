import { app, BrowserWindow, nativeTheme } from 'electron';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Dispatch, IpcBinding } from './ipc-binding';
import { windowOptions, type WindowKind } from './window-options';

export interface AppWindowParts {
  /** Answers the commands that this window sends. */
  readonly dispatch: Dispatch;
  /** The build's output: renderer/KIND/index.html and preload/index.cjs lie in it. */
  readonly outDirectory: string;
  readonly devTools: boolean;
  readonly ipc: IpcBinding;
  /** Called when a window is shown, hidden or gone. */
  readonly visibilityChanged: () => void;
  /** About to be shown: its page is told of changes already. */
  readonly isWanted: () => boolean;
  readonly report: (problem: unknown) => void;
}

/** Makes a window, hidden, binds it to the ipc schema, and starts to load its page. */
export function createAppWindow(
  kind: WindowKind,
  { dispatch, outDirectory, devTools, ipc, visibilityChanged, isWanted, report }: AppWindowParts,
): BrowserWindow {
  const window = new BrowserWindow(
    windowOptions(kind, {
      platform: process.platform,
      dark: nativeTheme.shouldUseDarkColors,
      preload: path.join(outDirectory, 'preload/index.cjs'),
      devTools,
      locale: app.getSystemLocale(),
    }),
  );
  const page = path.join(outDirectory, 'renderer', kind, 'index.html');
  const unbind = ipc.bind({
    contents: window.webContents,
    pageUrl: pathToFileURL(page).href,
    dispatch,
    isVisible: () => !window.isDestroyed() && !window.isMinimized() && (window.isVisible() || isWanted()),
  });
  for (const event of ['show', 'hide', 'minimize', 'restore'] as const)
    onWindow(window, event, visibilityChanged);
  window.on('closed', () => {
    unbind();
    visibilityChanged();
  });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    report(new Error(`The page of the ${kind} window ended: ${reason} (${exitCode}).`));
    // The next one who asks for it gets a new one.
    if (!window.isDestroyed()) window.destroy();
  });
  window.loadFile(page).catch((problem: unknown) => {
    // A window that was closed while it loaded has nothing to tell.
    if (!window.isDestroyed()) report(problem);
  });
  return window;
}

/** Electron's types know these events only one by one. */
function onWindow(window: NodeJS.EventEmitter, event: string, listener: () => void): void {
  window.on(event, listener);
}
