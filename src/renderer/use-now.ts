import { useSyncExternalStore } from 'react';

/** The window's clock: it ticks on the full second, and only while somebody looks. */
export interface SecondClock {
  /** ms since the epoch, the same until the next tick. */
  readonly now: () => number;
  readonly subscribe: (tick: () => void) => () => void;
}

/** @param page its visibility starts and stops the clock. */
export function createSecondClock(page: Document, readTime: () => number): SecondClock {
  let now = readTime();
  const ticks = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const schedule = () => {
    timer = setTimeout(tick, 1000 - (readTime() % 1000));
  };
  const tick = () => {
    now = readTime();
    for (const each of ticks) each();
    schedule();
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const followVisibility = () => {
    stop();
    if (!page.hidden) tick();
  };

  return {
    now: () => now,
    subscribe(each) {
      if (ticks.size === 0) {
        page.addEventListener('visibilitychange', followVisibility);
        if (!page.hidden) schedule();
      }
      ticks.add(each);
      return () => {
        ticks.delete(each);
        if (ticks.size > 0) return;
        stop();
        page.removeEventListener('visibilitychange', followVisibility);
      };
    },
  };
}

const clock = createSecondClock(document, () => Date.now());

/** The time, told anew each second while the window is visible. */
export function useNow(): number {
  return useSyncExternalStore(clock.subscribe, clock.now);
}
