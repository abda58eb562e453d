import type { MenuItemConstructorOptions } from 'electron';

/**
 * The menu bar that macOS shows while one of our windows is in front. Its shortcuts (copy, paste, close) exist only
 * through it; on Linux Chromium has them by itself, and there is no such menu.
 */
export function applicationMenu(open: {
  settings(): void;
  logs(): void;
  doctor(): void;
  quit(): void;
}): MenuItemConstructorOptions[] {
  return [
    {
      label: 'Raybar',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { label: 'Settings…', accelerator: 'Command+,', click: () => open.settings() },
        { label: 'Logs', accelerator: 'Command+L', click: () => open.logs() },
        { label: 'Doctor…', click: () => open.doctor() },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { type: 'separator' },
        { label: 'Quit Raybar', accelerator: 'Command+Q', click: () => open.quit() },
      ],
    },
    { role: 'editMenu' },
    { label: 'Window', submenu: [{ role: 'close' }, { role: 'minimize' }] },
  ];
}
