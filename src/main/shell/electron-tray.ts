import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import type { Rectangle } from './popover-position';
import type { TrayIcon } from './tray';
import { trayImage, type TrayFace } from './tray-images';

export interface ElectronTray extends TrayIcon {
  /** Where the icon is on its display; zeros on Linux. */
  bounds(): Rectangle;
}

export interface TrayListeners {
  readonly clicked: () => void;
  /** The menu is about to be seen; told on macOS: a Linux panel draws the menu by itself. */
  readonly menuOpens: () => void;
}

/** A real tray icon. A click opens the popover; the menu comes by a right click, or however a Linux panel opens it. */
export function createElectronTray(
  face: TrayFace,
  { clicked, menuOpens }: TrayListeners,
  platform: NodeJS.Platform = process.platform,
): ElectronTray {
  const tray = new Tray(nativeTrayImage(face, platform));
  let menu: Menu | undefined;
  // With a context menu set, macOS opens that on a plain click too.
  const popUp = (): void => {
    if (platform === 'darwin' && menu !== undefined) tray.popUpContextMenu(menu);
  };
  tray.on('click', (event) => (event.ctrlKey && platform === 'darwin' ? popUp() : clicked()));
  tray.on('right-click', popUp);
  return {
    setFace: (next) => tray.setImage(nativeTrayImage(next, platform)),
    setTitle(title) {
      // Digits of one width: the icons beside it stay where they are.
      if (platform === 'darwin') tray.setTitle(title, { fontType: 'monospacedDigit' });
    },
    setToolTip: (text) => tray.setToolTip(text),
    setMenu(template) {
      menu = Menu.buildFromTemplate(template);
      menu.on('menu-will-show', menuOpens);
      if (platform !== 'darwin') tray.setContextMenu(menu);
    },
    bounds: () => tray.getBounds(),
    destroy: () => tray.destroy(),
  };
}

const natives = new Map<string, NativeImage>();

function nativeTrayImage(face: TrayFace, platform: NodeJS.Platform): NativeImage {
  const key = JSON.stringify(face);
  const made = natives.get(key);
  if (made !== undefined) return made;
  const { once, twice } = trayImage(face, platform);
  const image = nativeImage.createFromDataURL(once);
  image.addRepresentation({ scaleFactor: 2, dataURL: twice });
  if (platform === 'darwin') image.setTemplateImage(true);
  natives.set(key, image);
  return image;
}
