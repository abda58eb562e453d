import { popoverPosition, tallestIn, type PopoverPlace, type Rectangle } from './popover-position';

/** Electron's BrowserWindow, as far as the popover needs it. */
export interface PopoverWindow {
  isVisible(): boolean;
  isDestroyed(): boolean;
  show(): void;
  focus(): void;
  hide(): void;
  destroy(): void;
  setBounds(bounds: Rectangle): void;
  once(event: 'ready-to-show' | 'closed', listener: () => void): unknown;
  on(event: 'blur', listener: () => void): unknown;
}

export interface PopoverOptions<Window extends PopoverWindow> {
  /** Makes the window, hidden, and starts to load its page. */
  create(): Window;
  /** What the popover is placed by, at this moment. */
  place(): Omit<PopoverPlace, 'size'>;
  /** Just before a window that was hidden is seen again: its page has missed what changed. */
  beforeShow(window: Window): void;
  /** ms, of any clock that only goes forward. */
  now(): number;
  readonly widthPx: number;
  readonly firstHeightPx: number;
}

export interface Popover {
  show(): void;
  /** For a click on the tray icon. */
  toggle(): void;
  hide(): void;
  /** It is on screen now. */
  isVisible(): boolean;
  /** The page tells how tall it is. */
  resize(heightPx: number): void;
  close(): void;
}

/** A renderer costs tens of MB: kept for who comes back at once, not for all day. */
export const keptHiddenMs = 60_000;
/** A click on the icon takes the focus first, and so has just hidden the popover that it means to close. */
export const clickAfterBlurMs = 250;
/** How long a painted page may take to tell its height before it is shown anyway. */
export const heightGraceMs = 80;

export function createPopover<Window extends PopoverWindow>(options: PopoverOptions<Window>): Popover {
  let window: Window | undefined;
  let heightPx = options.firstHeightPx;
  let wanted = false;
  let painted = false;
  let measured = false;
  let blurredAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let place: Omit<PopoverPlace, 'size'> | undefined;

  function open(): Window {
    painted = false;
    measured = false;
    const opened = options.create();
    opened.once('ready-to-show', () => {
      painted = true;
      if (measured) reveal();
      else if (wanted) after(heightGraceMs, reveal);
    });
    opened.once('closed', () => {
      if (window !== opened) return;
      window = undefined;
      wanted = false;
      clearTimeout(timer);
    });
    opened.on('blur', () => {
      blurredAt = options.now();
      hide();
    });
    return opened;
  }

  function bounds(around: Omit<PopoverPlace, 'size'>): Rectangle {
    // A window higher than its display cannot be scrolled to its end; its page can.
    const size = { width: options.widthPx, height: Math.min(heightPx, tallestIn(around.workArea)) };
    return { ...popoverPosition({ ...around, size }), ...size };
  }

  function after(ms: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  }

  function reveal(): void {
    if (!wanted || window === undefined || window.isDestroyed() || window.isVisible()) return;
    clearTimeout(timer);
    place = options.place();
    window.setBounds(bounds(place));
    options.beforeShow(window);
    window.show();
    window.focus();
  }

  const isVisible = (): boolean => window !== undefined && !window.isDestroyed() && window.isVisible();

  function show(): void {
    wanted = true;
    window ??= open();
    if (window.isVisible()) window.focus();
    else if (painted) reveal();
  }

  function hide(): void {
    wanted = false;
    if (window === undefined || window.isDestroyed()) return;
    window.hide();
    after(keptHiddenMs, close);
  }

  function close(): void {
    clearTimeout(timer);
    wanted = false;
    if (window !== undefined && !window.isDestroyed()) window.destroy();
    window = undefined;
  }

  return {
    show,
    hide,
    close,
    isVisible,
    toggle() {
      if (isVisible()) hide();
      else if (options.now() - blurredAt >= clickAfterBlurMs) show();
    },
    resize(px) {
      heightPx = px;
      measured = true;
      // It grows from where it was shown, wherever the pointer has gone since.
      if (window?.isVisible() && place !== undefined) window.setBounds(bounds(place));
      else if (painted) reveal();
    },
  };
}
