import { describe, expect, it } from 'vitest';
import { trayImage, type TrayFace } from '../../../../src/main/shell/tray-images';
import { trayShapes } from '../../../../src/shared/view/tray-shape';

const png = /^data:image\/png;base64,/;

/** Width and height stand in a PNG's first chunk. */
function sizeOf(dataUrl: string): { width: number; height: number } {
  const bytes = Buffer.from(dataUrl.replace(png, ''), 'base64');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

const faces = (dark: boolean): TrayFace[] =>
  trayShapes.flatMap((shape) => [
    { shape, dark, highPressure: false },
    { shape, dark, highPressure: true },
  ]);

describe('the tray’s images', () => {
  it.each(['darwin', 'linux'] as const)(
    'tell every face from every other on %s, in both themes',
    (platform) => {
      for (const dark of [true, false]) {
        const images = faces(dark).map((face) => trayImage(face, platform));
        for (const { once, twice } of images) {
          expect(once).toMatch(png);
          const { width, height } = sizeOf(once);
          expect(sizeOf(twice)).toEqual({ width: 2 * width, height: 2 * height });
        }
        expect(new Set(images.map(({ once }) => once)).size).toBe(2 * trayShapes.length);
      }
    },
  );

  it('leave the theme to macOS and follow it on Linux', () => {
    const face = { shape: 'off', highPressure: false } as const;
    const [dark, light] = [
      { ...face, dark: true },
      { ...face, dark: false },
    ];
    expect(trayImage(dark, 'darwin')).toEqual(trayImage(light, 'darwin'));
    expect(trayImage(dark, 'linux')).not.toEqual(trayImage(light, 'linux'));
  });
});
