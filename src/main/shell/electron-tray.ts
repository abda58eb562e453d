import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import type { TrayShape } from '../../shared/view/tray-shape';
import type { Rectangle } from './popover-position';
import type { TrayIcon } from './tray';
import { trayImage } from './tray-images';

export interface ElectronTray extends TrayIcon {
  /** Where the icon is on its display; zeros on Linux. */
  bounds(): Rectangle;
}

/** A real tray icon. A click opens the popover; the menu comes by a right click, or however a Linux panel opens it. */
export function createElectronTray(
  shape: TrayShape,
  dark: boolean,
  clicked: () => void,
  platform: NodeJS.Platform = process.platform,
): ElectronTray {
  const image = (ofShape: TrayShape, isDark: boolean): NativeImage =>
    nativeTrayImage(ofShape, isDark, platform);
  const tray = new Tray(image(shape, dark));
  let menu: Menu | undefined;
  // With a context menu set, macOS opens that on a plain click too.
  const popUp = (): void => {
    if (platform === 'darwin' && menu !== undefined) tray.popUpContextMenu(menu);
  };
  tray.on('click', (event) => (event.ctrlKey && platform === 'darwin' ? popUp() : clicked()));
  tray.on('right-click', popUp);
  return {
    setShape: (next, isDark) => tray.setImage(image(next, isDark)),
    setToolTip: (text) => tray.setToolTip(text),
    setMenu(template) {
      menu = Menu.buildFromTemplate(template);
      if (platform !== 'darwin') tray.setContextMenu(menu);
    },
    bounds: () => tray.getBounds(),
    destroy: () => tray.destroy(),
  };
}

const natives = new Map<string, NativeImage>();

function nativeTrayImage(shape: TrayShape, dark: boolean, platform: NodeJS.Platform): NativeImage {
  const key = `${shape} ${dark}`;
  const made = natives.get(key);
  if (made !== undefined) return made;
  const { once, twice } = trayImage(shape, dark, platform);
  const image = nativeImage.createFromDataURL(once);
  image.addRepresentation({ scaleFactor: 2, dataURL: twice });
  if (platform === 'darwin') image.setTemplateImage(true);
  natives.set(key, image);
  return image;
}
