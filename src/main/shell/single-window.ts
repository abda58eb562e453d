import type { BrowserWindow } from 'electron';

/** A window of which there is one at most, made when it is asked for. */
interface SingleWindow {
  /** Opens it, or brings the one that is open to the front. */
  open(): void;
}

/** @param reopened called when the one that is open is asked for again. */
export function createSingleWindow(
  create: () => BrowserWindow,
  reopened: (window: BrowserWindow) => void,
): SingleWindow {
  let window: BrowserWindow | undefined;
  return {
    open() {
      if (window !== undefined) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
        reopened(window);
        return;
      }
      const opened = create();
      window = opened;
      opened.once('ready-to-show', () => opened.show());
      opened.once('closed', () => {
        if (window === opened) window = undefined;
      });
    },
  };
}
