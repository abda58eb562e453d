import { describe, expect, it } from 'vitest';
import { trayImage } from '../../../../src/main/shell/tray-images';
import { trayShapes } from '../../../../src/shared/view/tray-shape';

const png = /^data:image\/png;base64,/;

/** Width and height stand in a PNG's first chunk. */
function sizeOf(dataUrl: string): { width: number; height: number } {
  const bytes = Buffer.from(dataUrl.replace(png, ''), 'base64');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

describe('the tray’s images', () => {
  it.each(trayShapes)('tell %s apart from every other shape, for both themes and both platforms', (shape) => {
    for (const platform of ['darwin', 'linux'] as const) {
      for (const dark of [true, false]) {
        const { once, twice } = trayImage(shape, dark, platform);
        expect(once).toMatch(png);
        const { width, height } = sizeOf(once);
        expect(sizeOf(twice)).toEqual({ width: 2 * width, height: 2 * height });
        for (const other of trayShapes) {
          if (other !== shape) expect(trayImage(other, dark, platform).once).not.toBe(once);
        }
      }
    }
  });

  it('leave the theme to macOS and follow it on Linux', () => {
    expect(trayImage('off', true, 'darwin')).toEqual(trayImage('off', false, 'darwin'));
    expect(trayImage('off', true, 'linux')).not.toEqual(trayImage('off', false, 'linux'));
  });
});
