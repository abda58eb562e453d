import type { MenuItemConstructorOptions } from 'electron';
import type { Snapshot } from '../../shared/snapshot';
import { stateLine } from '../../shared/view/state-line';
import { trayShape, type TrayShape } from '../../shared/view/tray-shape';
import { menuTemplate } from './menu-template';
import { trayMenu, type MenuCommand } from './tray-menu';

/** The icon in the menu bar or panel; each call crosses to the desktop, so each is made only for a change. */
export interface TrayIcon {
  setShape(shape: TrayShape, dark: boolean): void;
  setToolTip(text: string): void;
  setMenu(template: MenuItemConstructorOptions[]): void;
  destroy(): void;
}

export interface TrayOptions {
  createIcon(shape: TrayShape, dark: boolean): TrayIcon;
  /** Whether the desktop's theme is dark. */
  isDark(): boolean;
  /** Runs a command that was chosen in the menu; tells the owner of a failure by itself, and never rejects. */
  run(command: MenuCommand): Promise<void>;
  /** ms since the epoch. */
  now(): number;
}

export interface Tray {
  /** Makes the icon, its tooltip and its menu tell this snapshot. Does nothing for what it already tells. */
  render(snapshot: Snapshot): void;
  /** Renders the last snapshot again: the theme or the time has changed. */
  refresh(): void;
  close(): void;
}

/** The parts of the snapshot that the tray tells: a change of others (telemetry, each second) is none of its business. */
export const trayParts = [
  'wish',
  'decision',
  'worker',
  'cluster',
  'tasks',
  'machine',
] as const satisfies (keyof Snapshot)[];

/** Puts the icon up with the first snapshot. */
export function openTray(first: Snapshot, options: TrayOptions): Tray {
  let snapshot = first;
  let shown = { image: imageName(first), toolTip: '', menu: '' };
  const icon = options.createIcon(trayShape(first), options.isDark());
  let countdown: NodeJS.Timeout | undefined;
  let closed = false;

  function imageName(of: Snapshot): string {
    return `${trayShape(of)} ${options.isDark() ? 'dark' : 'light'}`;
  }

  function draw(): void {
    if (closed) return;
    const now = options.now();
    const image = imageName(snapshot);
    const toolTip = `Raybar: ${stateLine(snapshot, now)}`;
    const rows = trayMenu(snapshot, now);
    const menu = JSON.stringify(rows);
    if (image !== shown.image) icon.setShape(trayShape(snapshot), options.isDark());
    if (toolTip !== shown.toolTip) icon.setToolTip(toolTip);
    if (menu !== shown.menu) icon.setMenu(menuTemplate(rows, choose));
    shown = { image, toolTip, menu };
    countWhile(snapshot.worker.kind === 'draining');
  }

  function choose(command: MenuCommand): void {
    void options.run(command).finally(() => {
      // A native checkbox has toggled itself, whatever became of the command: draw it as it is.
      shown.menu = '';
      draw();
    });
  }

  function countWhile(counting: boolean): void {
    if (counting === (countdown !== undefined)) return;
    clearInterval(countdown);
    countdown = counting ? setInterval(draw, 1000) : undefined;
  }

  draw();
  return {
    render(next) {
      snapshot = next;
      draw();
    },
    refresh: draw,
    close() {
      if (closed) return;
      closed = true;
      clearInterval(countdown);
      icon.destroy();
    },
  };
}
