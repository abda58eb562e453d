import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { popoverPosition, tallestIn } from '../../../../src/main/shell/popover-position';

const nowhere = { x: 0, y: 0, width: 0, height: 0 };
const workArea = { x: 0, y: 25, width: 1512, height: 920 };
const size = { width: 360, height: 500 };
const cursor = { x: 0, y: 0 };

describe('the popover’s place', () => {
  it('is centred under the icon of the menu bar', () => {
    const icon = { x: 900, y: 0, width: 24, height: 24 };
    expect(popoverPosition({ icon, cursor, workArea, size })).toEqual({ x: 732, y: 28 });
  });

  it('keeps off the edge when the icon is near it', () => {
    const icon = { x: 1480, y: 0, width: 24, height: 24 };
    expect(popoverPosition({ icon, cursor, workArea, size }).x).toBe(1512 - 360 - 8);
  });

  it.each([
    ['top right', { x: 1500, y: 10 }, { x: 1144, y: 33 }],
    ['top left', { x: 20, y: 10 }, { x: 8, y: 33 }],
    ['bottom right', { x: 1500, y: 940 }, { x: 1144, y: 437 }],
    ['bottom left', { x: 20, y: 940 }, { x: 8, y: 437 }],
  ])(
    'is the work area’s %s corner when the pointer is nearest to that and no icon is known',
    (_, at, place) => {
      expect(popoverPosition({ icon: nowhere, cursor: at, workArea, size })).toEqual(place);
    },
  );

  it('stays on a second display that lies left of the first', () => {
    const left = { x: -1920, y: 0, width: 1920, height: 1080 };
    const icon = { x: -200, y: 0, width: 24, height: 24 };
    expect(popoverPosition({ icon, cursor, workArea: left, size })).toEqual({ x: -368, y: 28 });
  });

  it('never leaves the work area, however much it has to say', () => {
    const px = (least: number, most: number) => fc.integer({ min: least, max: most });
    const areas = fc.record({
      x: px(-4000, 4000),
      y: px(-2000, 2000),
      width: px(380, 5000),
      height: px(100, 3000),
    });
    const places = fc.record({
      area: areas,
      icon: fc.record({ x: px(-5000, 9000), y: px(-3000, 5000), width: px(0, 40), height: px(0, 40) }),
      at: fc.record({ x: px(-5000, 9000), y: px(-3000, 5000) }),
      wantedHeight: px(40, 1200),
    });
    fc.assert(
      fc.property(places, ({ area, icon, at, wantedHeight }) => {
        const height = Math.min(wantedHeight, tallestIn(area));
        const { x, y } = popoverPosition({ icon, cursor: at, workArea: area, size: { width: 360, height } });
        expect(x).toBeGreaterThanOrEqual(area.x);
        expect(y).toBeGreaterThanOrEqual(area.y);
        expect(x + 360).toBeLessThanOrEqual(area.x + area.width);
        expect(y + height).toBeLessThanOrEqual(area.y + area.height);
      }),
    );
  });
});
