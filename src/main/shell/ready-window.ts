/** Electron's BrowserWindow, as far as a window that is made ready needs it. */
export interface ReadiedWindow {
  isVisible(): boolean;
  isMinimized(): boolean;
  isFullScreen(): boolean;
  isDestroyed(): boolean;
  show(): void;
  focus(): void;
  hide(): void;
  restore(): void;
  destroy(): void;
  once(event: 'ready-to-show' | 'closed', listener: () => void): unknown;
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
}

export interface ReadyWindowOptions<Window extends ReadiedWindow> {
  /** Makes the window, hidden, and starts to load its page. */
  create(): Window;
  /** It is asked for, and was made before: its page may wait for what to show. */
  asked(window: Window): void;
  /** Its owner closed it: it stays, hidden, and its page lets go of what it showed. */
  left(window: Window): void;
  /** What made it likely is still so: it is kept ready for longer. */
  isExpected?(): boolean;
}

/** A window of which there is one at most, made hidden when its owner is about to want it. */
export interface ReadyWindow {
  /** Its owner may want it soon. */
  prepare(): void;
  /** Opens it, or brings the one that is open to the front. */
  open(): void;
  /** Its page has drawn what it was opened for. */
  drawn(): void;
  /** Asked for, whether seen yet or not. */
  isWanted(): boolean;
  close(): void;
}

/** A renderer costs tens of MB: kept for who is about to want it, not for all day. */
export const readyForMs = 60_000;
/** How long a page that is loaded may take to draw before its window is shown without. */
export const drawGraceMs = 100;

export function createReadyWindow<Window extends ReadiedWindow>(
  options: ReadyWindowOptions<Window>,
): ReadyWindow {
  let window: Window | undefined;
  let wanted = false;
  /** Loaded before it was asked for. */
  let painted = false;
  let timer: NodeJS.Timeout | undefined;

  function after(ms: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  }

  function make(): Window {
    painted = false;
    const made = options.create();
    window = made;
    made.once('ready-to-show', () => {
      if (window !== made) return;
      painted = true;
      reveal();
    });
    made.once('closed', () => {
      if (window === made) forget();
    });
    made.on('close', (event) => {
      // Hidden, a window of full screen would leave an empty space behind.
      if (window !== made || made.isFullScreen()) return;
      event.preventDefault();
      leave(made);
    });
    return made;
  }

  function keepReady(): void {
    after(readyForMs, () => (options.isExpected?.() === true ? keepReady() : close()));
  }

  function reveal(): void {
    if (!wanted || window === undefined || window.isDestroyed() || window.isVisible()) return;
    clearTimeout(timer);
    window.show();
    window.focus();
  }

  function leave(left: Window): void {
    wanted = false;
    left.hide();
    options.left(left);
    keepReady();
  }

  function forget(): void {
    clearTimeout(timer);
    window = undefined;
    wanted = false;
  }

  function close(): void {
    const ended = window;
    forget();
    if (ended !== undefined && !ended.isDestroyed()) ended.destroy();
  }

  return {
    prepare() {
      if (wanted) return;
      window ??= make();
      keepReady();
    },
    open() {
      wanted = true;
      if (window === undefined) return void make();
      clearTimeout(timer);
      if (window.isMinimized()) window.restore();
      if (window.isVisible()) {
        window.show();
        window.focus();
      } else if (painted) after(drawGraceMs, reveal);
      options.asked(window);
    },
    drawn: reveal,
    isWanted: () => wanted,
    close,
  };
}
