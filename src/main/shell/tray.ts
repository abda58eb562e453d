import type { MenuItemConstructorOptions } from 'electron';
import type { Snapshot } from '../../shared/snapshot';
import type { Place } from '../../shared/view/format';
import { highPressure } from '../../shared/view/pressure-words';
import { stateLine } from '../../shared/view/state-line';
import { trayShape } from '../../shared/view/tray-shape';
import { trayTitle } from '../../shared/view/tray-title';
import { menuTemplate } from './menu-template';
import type { TrayFace } from './tray-images';
import { trayMenu, type MenuCommand } from './tray-menu';

/** The icon in the menu bar or panel; each call crosses to the desktop, so each is made only for a change. */
export interface TrayIcon {
  setFace(face: TrayFace): void;
  /** What stands beside the icon; where the desktop shows none this does nothing. */
  setTitle(title: string): void;
  setToolTip(text: string): void;
  setMenu(template: MenuItemConstructorOptions[]): void;
  destroy(): void;
}

export interface TrayOptions {
  createIcon(face: TrayFace): TrayIcon;
  /** Whether the desktop's theme is dark. */
  isDark(): boolean;
  /** Runs a command that was chosen in the menu; tells the owner of a failure by itself, and never rejects. */
  run(command: MenuCommand): Promise<void>;
  /** ms since the epoch. */
  now(): number;
  /** Whose numbers and times they are; this machine's own when left out. */
  readonly place?: Place;
}

export interface Tray {
  /** Makes the icon, its tooltip and its menu tell this snapshot. Does nothing for what it already tells. */
  render(snapshot: Snapshot): void;
  /** Renders the last snapshot again: the theme or the time has changed. */
  refresh(): void;
  close(): void;
}

/** The parts of the snapshot that the tray tells: a change of others is none of its business. */
export const trayParts = [
  'wish',
  'decision',
  'worker',
  'cluster',
  'tasks',
  'machine',
  'telemetry',
  'trayTitle',
] as const satisfies (keyof Snapshot)[];

/** Puts the icon up with the first snapshot. */
export function openTray(first: Snapshot, options: TrayOptions): Tray {
  let snapshot = first;
  let shown = { face: JSON.stringify(faceOf(first)), title: '', toolTip: '', menu: '' };
  const icon = options.createIcon(faceOf(first));
  let countdown: NodeJS.Timeout | undefined;
  let closed = false;

  function faceOf(of: Snapshot): TrayFace {
    return {
      shape: trayShape(of),
      highPressure: highPressure(of.telemetry) !== null,
      dark: options.isDark(),
    };
  }

  function draw(): void {
    if (closed) return;
    const now = options.now();
    const face = JSON.stringify(faceOf(snapshot));
    const { title, words } = trayTitle(snapshot, options.place);
    const circumstances = [words, highPressure(snapshot.telemetry)].filter((part) => part !== null);
    const toolTip = [`Raybar: ${stateLine(snapshot, now, options.place)}`, ...circumstances].join(' · ');
    const rows = trayMenu(snapshot, now, options.place);
    const menu = JSON.stringify(rows);
    if (face !== shown.face) icon.setFace(faceOf(snapshot));
    if (title !== shown.title) icon.setTitle(title);
    if (toolTip !== shown.toolTip) icon.setToolTip(toolTip);
    if (menu !== shown.menu) icon.setMenu(menuTemplate(rows, choose));
    shown = { face, title, toolTip, menu };
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
