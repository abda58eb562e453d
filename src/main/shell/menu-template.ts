import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand, MenuRow } from './tray-menu';

/** The rows as Electron wants them; `run` is called with the command of the row that was chosen. */
export function menuTemplate(
  rows: readonly MenuRow[],
  run: (command: MenuCommand) => void,
): MenuItemConstructorOptions[] {
  return rows.map((row) => {
    switch (row.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: row.label, enabled: false };
      case 'submenu':
        return { label: row.label, submenu: menuTemplate(row.rows, run) };
      case 'action':
        return {
          label: row.label,
          enabled: row.enabled,
          ...(row.accelerator === undefined ? {} : { accelerator: row.accelerator }),
          click: () => run(row.command),
        };
      case 'check':
        return {
          type: 'checkbox',
          label: row.label,
          enabled: row.enabled,
          checked: row.checked,
          click: () => run(row.command),
        };
    }
  });
}
