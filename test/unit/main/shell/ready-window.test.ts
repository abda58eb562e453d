import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReadyWindow, drawGraceMs, readyForMs } from '../../../../src/main/shell/ready-window';

/** What Electron's window does with what it is told, without one. */
class Window extends EventEmitter {
  visible = false;
  minimized = false;
  fullScreen = false;
  destroyed = false;
  readonly focus = vi.fn<() => void>();
  isVisible = () => this.visible;
  isMinimized = () => this.minimized;
  isFullScreen = () => this.fullScreen;
  isDestroyed = () => this.destroyed;
  show = () => {
    this.visible = true;
  };
  hide = () => {
    this.visible = false;
  };
  restore = () => {
    this.minimized = false;
  };
  destroy = () => {
    this.visible = false;
    this.destroyed = true;
    this.emit('closed');
  };
  /** Its owner closes it. */
  closeByOwner() {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.destroy();
  }
}

function readyOf(isExpected = () => false) {
  const windows: Window[] = [];
  const asked = vi.fn<(window: Window) => void>();
  const left = vi.fn<(window: Window) => void>();
  const ready = createReadyWindow<Window>({
    create() {
      const window = new Window();
      windows.push(window);
      return window;
    },
    asked,
    left,
    isExpected,
  });
  const window = () => {
    const last = windows.at(-1);
    if (last === undefined) throw new Error('No window was made.');
    return last;
  };
  const prepared = () => {
    ready.prepare();
    window().emit('ready-to-show');
  };
  const opened = () => {
    ready.open();
    window().emit('ready-to-show');
  };
  return { ready, windows, window, asked, left, prepared, opened };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a window that is made ready', () => {
  it('is loaded, not shown and not wanted', () => {
    const { ready, window, windows, asked, prepared } = readyOf();
    prepared();
    expect(windows).toHaveLength(1);
    expect(window().visible).toBe(false);
    expect(ready.isWanted()).toBe(false);
    expect(asked).not.toHaveBeenCalled();
  });

  it('is shown when its page has drawn what it is opened for', () => {
    const { ready, window, windows, asked, prepared } = readyOf();
    prepared();
    ready.open();
    expect(asked).toHaveBeenCalledExactlyOnceWith(window());
    expect(window().visible).toBe(false);
    ready.drawn();
    expect(window().visible).toBe(true);
    expect(window().focus).toHaveBeenCalledOnce();
    expect(windows).toHaveLength(1);
  });

  it('is shown without, when its page takes long', () => {
    const { ready, window, prepared } = readyOf();
    prepared();
    ready.open();
    vi.advanceTimersByTime(drawGraceMs - 1);
    expect(window().visible).toBe(false);
    vi.advanceTimersByTime(1);
    expect(window().visible).toBe(true);
  });

  it('is shown as soon as it is loaded, when it is asked for before that', () => {
    const { ready, window } = readyOf();
    ready.prepare();
    ready.open();
    vi.advanceTimersByTime(drawGraceMs);
    expect(window().visible).toBe(false);
    window().emit('ready-to-show');
    expect(window().visible).toBe(true);
  });

  it('is never shown by its page alone', () => {
    const { ready, window, prepared } = readyOf();
    prepared();
    ready.drawn();
    expect(window().visible).toBe(false);
  });

  it('goes when nobody used it', () => {
    const { ready, window, windows, prepared } = readyOf();
    prepared();
    vi.advanceTimersByTime(readyForMs - 1);
    expect(window().destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(window().destroyed).toBe(true);
    ready.prepare();
    expect(windows).toHaveLength(2);
  });

  it('stays as long as what leads to it is on screen', () => {
    let isExpected = true;
    const { window, prepared } = readyOf(() => isExpected);
    prepared();
    vi.advanceTimersByTime(10 * readyForMs);
    expect(window().destroyed).toBe(false);
    isExpected = false;
    vi.advanceTimersByTime(readyForMs);
    expect(window().destroyed).toBe(true);
  });

  it('stays for longer when its owner comes near it again', () => {
    const { ready, window, windows, prepared } = readyOf();
    prepared();
    vi.advanceTimersByTime(readyForMs - 1);
    ready.prepare();
    vi.advanceTimersByTime(readyForMs - 1);
    expect(window().destroyed).toBe(false);
    expect(windows).toHaveLength(1);
  });

  it('stays open as long as its owner wants, whatever else made it ready', () => {
    const { ready, window, prepared } = readyOf();
    prepared();
    ready.open();
    ready.drawn();
    ready.prepare();
    vi.advanceTimersByTime(10 * readyForMs);
    expect(window().visible).toBe(true);
  });
});

describe('a window that nobody made ready', () => {
  it('is made when it is asked for, and shown with its first frame', () => {
    const { ready, window, asked } = readyOf();
    ready.open();
    expect(window().visible).toBe(false);
    expect(ready.isWanted()).toBe(true);
    window().emit('ready-to-show');
    expect(window().visible).toBe(true);
    // Its page asks by itself what it was opened for.
    expect(asked).not.toHaveBeenCalled();
  });

  it('is brought to the front when it is asked for again, out of the dock too', () => {
    const { ready, window, windows, asked, opened } = readyOf();
    opened();
    window().minimized = true;
    ready.open();
    expect(window().minimized).toBe(false);
    expect(window().focus).toHaveBeenCalledTimes(2);
    expect(asked).toHaveBeenCalledOnce();
    expect(windows).toHaveLength(1);
  });
});

describe('a window that its owner closes', () => {
  it('is hidden, told so, kept for a while, and then gone', () => {
    const { ready, window, left, opened } = readyOf();
    opened();
    window().closeByOwner();
    expect(window().visible).toBe(false);
    expect(ready.isWanted()).toBe(false);
    expect(left).toHaveBeenCalledExactlyOnceWith(window());
    vi.advanceTimersByTime(readyForMs - 1);
    expect(window().destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(window().destroyed).toBe(true);
  });

  it('before its lines were drawn is not shown by them', () => {
    const { ready, window, prepared } = readyOf();
    prepared();
    ready.open();
    window().closeByOwner();
    ready.drawn();
    vi.advanceTimersByTime(drawGraceMs);
    expect(window().visible).toBe(false);
  });

  it('is the same one when it is asked for soon', () => {
    const { ready, window, windows, asked, opened } = readyOf();
    opened();
    window().closeByOwner();
    ready.open();
    expect(asked).toHaveBeenCalledExactlyOnceWith(window());
    ready.drawn();
    expect(window().visible).toBe(true);
    expect(windows).toHaveLength(1);
    vi.advanceTimersByTime(10 * readyForMs);
    expect(window().visible).toBe(true);
  });

  it('in full screen goes at once: hidden, it would leave its space behind', () => {
    const { ready, window, windows, opened } = readyOf();
    opened();
    window().fullScreen = true;
    window().closeByOwner();
    expect(window().destroyed).toBe(true);
    ready.open();
    expect(windows).toHaveLength(2);
  });
});

it('a window whose page broke down is made anew', () => {
  const { ready, window, windows, opened } = readyOf();
  opened();
  window().destroy();
  expect(ready.isWanted()).toBe(false);
  ready.open();
  expect(windows).toHaveLength(2);
  expect(window().destroyed).toBe(false);
});
