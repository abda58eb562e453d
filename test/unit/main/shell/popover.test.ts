import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  clickAfterBlurMs,
  createPopover,
  heightGraceMs,
  keptHiddenMs,
} from '../../../../src/main/shell/popover';
import type { Rectangle } from '../../../../src/main/shell/popover-position';

/** What Electron's window does with what it is told, without one. */
class Window extends EventEmitter {
  visible = false;
  destroyed = false;
  bounds: Rectangle | undefined;
  readonly shown: (Rectangle | undefined)[] = [];
  isVisible = () => this.visible;
  isDestroyed = () => this.destroyed;
  focus = () => undefined;
  show = () => {
    this.visible = true;
    this.shown.push(this.bounds);
  };
  hide = () => {
    this.visible = false;
  };
  setBounds = (bounds: Rectangle) => {
    this.bounds = bounds;
  };
  destroy = () => {
    this.visible = false;
    this.destroyed = true;
    this.emit('closed');
  };
}

function popoverOf() {
  const windows: Window[] = [];
  const pointer = { x: 1900, y: 0 };
  const told = vi.fn<(window: Window) => void>();
  const popover = createPopover<Window>({
    create() {
      const window = new Window();
      windows.push(window);
      return window;
    },
    place: () => ({
      icon: { x: 0, y: 0, width: 0, height: 0 },
      cursor: { ...pointer },
      workArea: { x: 0, y: 0, width: 1920, height: 1080 },
    }),
    beforeShow: told,
    now: () => Date.now(),
    widthPx: 360,
    firstHeightPx: 420,
  });
  const window = () => {
    const last = windows.at(-1);
    if (last === undefined) throw new Error('No window was made.');
    return last;
  };
  const load = (heightPx = 500) => {
    popover.resize(heightPx);
    window().emit('ready-to-show');
  };
  return { popover, windows, window, pointer, told, load };
}

describe('the popover', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is shown once its page is painted and has told its height, not before', () => {
    const { popover, window } = popoverOf();
    popover.show();
    expect(window().visible).toBe(false);
    window().emit('ready-to-show');
    expect(window().visible).toBe(false);
    popover.resize(500);
    expect(window().shown).toEqual([{ x: 1552, y: 8, width: 360, height: 500 }]);
  });

  it('does not wait long for a page that does not tell its height', () => {
    const { popover, window } = popoverOf();
    popover.show();
    window().emit('ready-to-show');
    vi.advanceTimersByTime(heightGraceMs);
    expect(window().shown).toEqual([expect.objectContaining({ height: 420 })]);
  });

  it('is there at once when it was hidden a moment ago, with what changed meanwhile', () => {
    const { popover, window, windows, load, told } = popoverOf();
    popover.show();
    load();
    popover.hide();
    told.mockClear();
    vi.advanceTimersByTime(10_000);
    popover.toggle();
    expect(windows).toHaveLength(1);
    expect(window().visible).toBe(true);
    expect(told).toHaveBeenCalledExactlyOnceWith(window());
  });

  it('gives its memory back a minute after it was hidden', () => {
    const { popover, windows, window, load } = popoverOf();
    popover.show();
    load();
    window().emit('blur');
    vi.advanceTimersByTime(keptHiddenMs - 1);
    expect(window().destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(window().destroyed).toBe(true);
    popover.show();
    expect(windows).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays open past that minute when it is shown again', () => {
    const { popover, window, load } = popoverOf();
    popover.show();
    load();
    popover.hide();
    vi.advanceTimersByTime(keptHiddenMs / 2);
    popover.show();
    vi.advanceTimersByTime(keptHiddenMs);
    expect(window().visible).toBe(true);
  });

  it('is closed by a click on its icon, though that click has taken its focus first', () => {
    const { popover, window, load } = popoverOf();
    popover.toggle();
    load();
    window().emit('blur');
    popover.toggle();
    expect(window().visible).toBe(false);
    vi.advanceTimersByTime(clickAfterBlurMs);
    popover.toggle();
    expect(window().visible).toBe(true);
  });

  it('grows where it stands, wherever the pointer went', () => {
    const { popover, window, pointer, load } = popoverOf();
    popover.show();
    load(300);
    pointer.x = 0;
    pointer.y = 1079;
    popover.resize(640);
    expect(window().bounds).toEqual({ x: 1552, y: 8, width: 360, height: 640 });
  });

  it('is never higher than its display', () => {
    const { popover, window, load } = popoverOf();
    popover.show();
    load(1200);
    expect(window().bounds).toEqual({ x: 1552, y: 8, width: 360, height: 1064 });
  });

  it('is not shown by a page that comes late, when it was closed meanwhile', () => {
    const { popover, window, load } = popoverOf();
    popover.show();
    popover.hide();
    load();
    vi.advanceTimersByTime(heightGraceMs);
    expect(window().visible).toBe(false);
  });

  it('says whether it is on screen: not before its page is, nor once that is hidden or gone', () => {
    const { popover, window, load } = popoverOf();
    expect(popover.isVisible()).toBe(false);
    popover.show();
    expect(popover.isVisible()).toBe(false);
    load();
    expect(popover.isVisible()).toBe(true);
    popover.hide();
    expect(popover.isVisible()).toBe(false);
    popover.show();
    window().destroy();
    expect(popover.isVisible()).toBe(false);
  });

  it('is made anew after its page has crashed', () => {
    const { popover, windows, window, load } = popoverOf();
    popover.show();
    load();
    window().destroy();
    popover.toggle();
    expect(windows).toHaveLength(2);
    load();
    expect(window().visible).toBe(true);
  });
});
