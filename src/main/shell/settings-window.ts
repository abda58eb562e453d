import type { BrowserWindow } from 'electron';

export interface SettingsWindow {
  /** Opens it, or brings the one that is open to the front. */
  open(): void;
  close(): void;
}

export function createSettingsWindow(create: () => BrowserWindow): SettingsWindow {
  let window: BrowserWindow | undefined;
  return {
    open() {
      if (window !== undefined) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
        return;
      }
      const opened = create();
      window = opened;
      opened.once('ready-to-show', () => opened.show());
      opened.once('closed', () => {
        if (window === opened) window = undefined;
      });
    },
    close() {
      window?.destroy();
    },
  };
}
