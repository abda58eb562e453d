/// <reference types="vite/types/importMeta.d.ts" />
import type { TrayShape } from '../../shared/view/tray-shape';

/** What an icon tells: the state by its shape, high memory pressure by a mark on it. */
export interface TrayFace {
  readonly shape: TrayShape;
  readonly highPressure: boolean;
  /** Whether the desktop's theme is dark. */
  readonly dark: boolean;
}

/** An icon's pixels as data URLs, so that the bundle carries them wherever it is installed. */
export interface TrayImage {
  readonly once: string;
  /** For displays with twice the pixels. */
  readonly twice: string;
}

// Vite puts the pixels here when it builds.
const images = import.meta.glob<string>('../../../assets/tray/{,linux/}*.png', {
  eager: true,
  query: '?inline',
  import: 'default',
});

/**
 * The icon of a face. macOS takes a template (black and clear) and colours it for its menu bar by itself; on Linux it
 * is drawn for a light or a dark panel.
 */
export function trayImage({ shape, highPressure, dark }: TrayFace, platform: NodeJS.Platform): TrayImage {
  const name =
    platform === 'darwin'
      ? `${shape}${highPressure ? 'Pressure' : ''}Template`
      : `linux/${shape}${highPressure ? '-pressure' : ''}-${dark ? 'dark' : 'light'}`;
  return { once: pixels(name), twice: pixels(`${name}@2x`) };
}

function pixels(name: string): string {
  const dataUrl = images[`../../../assets/tray/${name}.png`];
  if (dataUrl === undefined) throw new Error(`There is no icon assets/tray/${name}.png.`);
  return dataUrl;
}
